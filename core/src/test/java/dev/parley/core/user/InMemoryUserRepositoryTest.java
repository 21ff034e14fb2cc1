package dev.parley.core.user;

import dev.parley.core.testing.InMemoryUsers;

class InMemoryUserRepositoryTest extends UserRepositoryContract {
    private final InMemoryUsers users = new InMemoryUsers();

    @Override
    protected UserRepository users() {
        return users;
    }
}
