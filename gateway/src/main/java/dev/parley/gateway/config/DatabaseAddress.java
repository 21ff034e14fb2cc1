package dev.parley.gateway.config;

import picocli.CommandLine.Option;

/** The option {@code --mongo} of a command that examines or changes a database. */
public final class DatabaseAddress {

    @Option(names = "--mongo", paramLabel = "URL", description = "MongoDB connection string with the database")
    private String mongo;

    /** Throws {@link InvalidConfigException}. */
    public String required() {
        if (mongo == null) {
            throw new InvalidConfigException("--mongo must name the database, such as mongodb://host:27017/shop");
        }
        ConfigValidator.checkMongo(mongo);
        return mongo;
    }
}
