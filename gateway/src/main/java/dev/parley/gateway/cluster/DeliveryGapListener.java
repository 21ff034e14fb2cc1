package dev.parley.gateway.cluster;

/** Hears that events between nodes may have been lost. Any thread; never blocks. */
interface DeliveryGapListener {

    /** From about now on. */
    void lost();

    /** What was lost stays lost, but what is sent from now on arrives. Told once or many times for one loss. */
    void recovered();

    default DeliveryGapListener andThen(DeliveryGapListener next) {
        DeliveryGapListener first = this;
        return new DeliveryGapListener() {
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
