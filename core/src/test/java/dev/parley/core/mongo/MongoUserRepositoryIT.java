package dev.parley.core.mongo;

import dev.parley.core.user.UserRepository;
import dev.parley.core.user.UserRepositoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoUserRepositoryIT extends UserRepositoryContract {
    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    @Override
    protected UserRepository users() {
        return mongo.store().users();
    }
}
