package dev.parley.gateway.fanout;

/** Hears that events between nodes may have been lost. Any thread; never blocks. */
interface LossListener {

    /** From about now on. */
    void lost();

    /** What was lost stays lost, but what is sent from now on arrives. Told once or many times for one loss. */
    void recovered();

    default LossListener andThen(LossListener next) {
        LossListener first = this;
        return new LossListener() {
            @Override
            public void lost() {
                first.lost();
                next.lost();
            }

            @Override
            public void recovered() {
                first.recovered();
                next.recovered();
            }
        };
    }
}
