package dev.parley.gateway.cluster;

/** Is notified when messages between nodes were lost. Any thread; never blocks. */
interface DeliveryGapListener {
    DeliveryGapListener NONE = new DeliveryGapListener() {
        @Override
        public void lost() {}

        @Override
        public void recovered() {}
    };

    /** From about now on. */
    void lost();

    /** What was lost stays lost, but what is sent from now on arrives. Called once or many times for one loss. */
    void recovered();
}
