package dev.parley.gateway.admin;

import java.util.List;

/** The admins who watch this node, through it or through another server. Any thread; never blocks. */
interface AdminAudience {
    AdminAudience NOBODY = new AdminAudience() {
        @Override
        public boolean isWatching() {
            return false;
        }

        @Override
        public void tell(List<?> event) {}
    };

    boolean isWatching();

    /** At most once. @param event its name and arguments */
    void tell(List<?> event);
}
