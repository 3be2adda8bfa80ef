internal import GRDB

extension Migration {
    /// 10: sums of usage over hours and days that are over, beside those of quarters of an hour.
    static let rollups = Migration(number: 10, name: "rollups") { connection in
        // Hours and days are those of UTC, counted from 1970. Quarters before `ledger_rolled.quarter` are in all three: days
        // are taken in one by one when they are over, which also is how what was there before this step comes in.
        try connection.execute(
            sql: """
                CREATE TABLE ledger_hours (
                    dimension INTEGER NOT NULL, hour INTEGER NOT NULL, requests INTEGER NOT NULL, errors INTEGER NOT
                    NULL, input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, cost_nano INTEGER NOT NULL,
                    cost_rest INTEGER NOT NULL, unknown_costs INTEGER NOT NULL, hits INTEGER NOT NULL, saved_nano
                    INTEGER NOT NULL, saved_rest INTEGER NOT NULL, semantic_hits INTEGER NOT NULL, semantic_nano
                    INTEGER NOT NULL, semantic_rest INTEGER NOT NULL, prompt_nano INTEGER NOT NULL, prompt_rest
                    INTEGER NOT NULL, PRIMARY KEY (dimension, hour)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE ledger_days (
                    dimension INTEGER NOT NULL, day INTEGER NOT NULL, requests INTEGER NOT NULL, errors INTEGER NOT
                    NULL, input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, cost_nano INTEGER NOT NULL,
                    cost_rest INTEGER NOT NULL, unknown_costs INTEGER NOT NULL, hits INTEGER NOT NULL, saved_nano
                    INTEGER NOT NULL, saved_rest INTEGER NOT NULL, semantic_hits INTEGER NOT NULL, semantic_nano
                    INTEGER NOT NULL, semantic_rest INTEGER NOT NULL, prompt_nano INTEGER NOT NULL, prompt_rest
                    INTEGER NOT NULL, PRIMARY KEY (dimension, day)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE ledger_quarters (
                    quarter INTEGER PRIMARY KEY, requests INTEGER NOT NULL, errors INTEGER NOT NULL, input_tokens
                    INTEGER NOT NULL, output_tokens INTEGER NOT NULL, cost_nano INTEGER NOT NULL, cost_rest INTEGER
                    NOT NULL, unknown_costs INTEGER NOT NULL, hits INTEGER NOT NULL, saved_nano INTEGER NOT NULL,
                    saved_rest INTEGER NOT NULL, semantic_hits INTEGER NOT NULL, semantic_nano INTEGER NOT NULL,
                    semantic_rest INTEGER NOT NULL, prompt_nano INTEGER NOT NULL, prompt_rest INTEGER NOT NULL
                ) STRICT;
                CREATE TABLE ledger_rolled (only INTEGER PRIMARY KEY CHECK (only = 1), quarter INTEGER NOT NULL) STRICT;
                INSERT INTO ledger_rolled (only, quarter) VALUES (1, 0);
                """
        )
        // By triggers, so that what comes late, a correction, and a process of an earlier version keep them right too. Whoever
        // writes to the latest day pays one comparison for each row of sums.
        try connection.execute(
            sql: """
                CREATE TRIGGER ledger_usage_insert AFTER INSERT ON ledger_usage
                WHEN NEW.quarter < (SELECT quarter FROM ledger_rolled)
                BEGIN
                    INSERT INTO ledger_hours (dimension, hour, requests, errors, input_tokens, output_tokens,
                    cost_nano, cost_rest, unknown_costs, hits, saved_nano, saved_rest, semantic_hits, semantic_nano,
                    semantic_rest, prompt_nano, prompt_rest)
                    VALUES (NEW.dimension, NEW.quarter / 4, NEW.requests, NEW.errors, NEW.input_tokens,
                    NEW.output_tokens, NEW.cost_nano, NEW.cost_rest, NEW.unknown_costs, NEW.hits, NEW.saved_nano,
                    NEW.saved_rest, NEW.semantic_hits, NEW.semantic_nano, NEW.semantic_rest, NEW.prompt_nano,
                    NEW.prompt_rest)
                    ON CONFLICT (dimension, hour) DO UPDATE SET requests = requests + excluded.requests, errors =
                    errors + excluded.errors, input_tokens = input_tokens + excluded.input_tokens, output_tokens =
                    output_tokens + excluded.output_tokens, cost_nano = cost_nano + excluded.cost_nano, cost_rest =
                    cost_rest + excluded.cost_rest, unknown_costs = unknown_costs + excluded.unknown_costs, hits =
                    hits + excluded.hits, saved_nano = saved_nano + excluded.saved_nano, saved_rest = saved_rest +
                    excluded.saved_rest, semantic_hits = semantic_hits + excluded.semantic_hits, semantic_nano =
                    semantic_nano + excluded.semantic_nano, semantic_rest = semantic_rest + excluded.semantic_rest,
                    prompt_nano = prompt_nano + excluded.prompt_nano, prompt_rest = prompt_rest +
                    excluded.prompt_rest;
                    INSERT INTO ledger_days (dimension, day, requests, errors, input_tokens, output_tokens, cost_nano,
                    cost_rest, unknown_costs, hits, saved_nano, saved_rest, semantic_hits, semantic_nano,
                    semantic_rest, prompt_nano, prompt_rest)
                    VALUES (NEW.dimension, NEW.quarter / 96, NEW.requests, NEW.errors, NEW.input_tokens,
                    NEW.output_tokens, NEW.cost_nano, NEW.cost_rest, NEW.unknown_costs, NEW.hits, NEW.saved_nano,
                    NEW.saved_rest, NEW.semantic_hits, NEW.semantic_nano, NEW.semantic_rest, NEW.prompt_nano,
                    NEW.prompt_rest)
                    ON CONFLICT (dimension, day) DO UPDATE SET requests = requests + excluded.requests, errors =
                    errors + excluded.errors, input_tokens = input_tokens + excluded.input_tokens, output_tokens =
                    output_tokens + excluded.output_tokens, cost_nano = cost_nano + excluded.cost_nano, cost_rest =
                    cost_rest + excluded.cost_rest, unknown_costs = unknown_costs + excluded.unknown_costs, hits =
                    hits + excluded.hits, saved_nano = saved_nano + excluded.saved_nano, saved_rest = saved_rest +
                    excluded.saved_rest, semantic_hits = semantic_hits + excluded.semantic_hits, semantic_nano =
                    semantic_nano + excluded.semantic_nano, semantic_rest = semantic_rest + excluded.semantic_rest,
                    prompt_nano = prompt_nano + excluded.prompt_nano, prompt_rest = prompt_rest +
                    excluded.prompt_rest;
                    INSERT INTO ledger_quarters (quarter, requests, errors, input_tokens, output_tokens, cost_nano,
                    cost_rest, unknown_costs, hits, saved_nano, saved_rest, semantic_hits, semantic_nano,
                    semantic_rest, prompt_nano, prompt_rest)
                    VALUES (NEW.quarter, NEW.requests, NEW.errors, NEW.input_tokens, NEW.output_tokens, NEW.cost_nano,
                    NEW.cost_rest, NEW.unknown_costs, NEW.hits, NEW.saved_nano, NEW.saved_rest, NEW.semantic_hits,
                    NEW.semantic_nano, NEW.semantic_rest, NEW.prompt_nano, NEW.prompt_rest)
                    ON CONFLICT (quarter) DO UPDATE SET requests = requests + excluded.requests, errors = errors +
                    excluded.errors, input_tokens = input_tokens + excluded.input_tokens, output_tokens =
                    output_tokens + excluded.output_tokens, cost_nano = cost_nano + excluded.cost_nano, cost_rest =
                    cost_rest + excluded.cost_rest, unknown_costs = unknown_costs + excluded.unknown_costs, hits =
                    hits + excluded.hits, saved_nano = saved_nano + excluded.saved_nano, saved_rest = saved_rest +
                    excluded.saved_rest, semantic_hits = semantic_hits + excluded.semantic_hits, semantic_nano =
                    semantic_nano + excluded.semantic_nano, semantic_rest = semantic_rest + excluded.semantic_rest,
                    prompt_nano = prompt_nano + excluded.prompt_nano, prompt_rest = prompt_rest +
                    excluded.prompt_rest;
                END;
                CREATE TRIGGER ledger_usage_update AFTER UPDATE ON ledger_usage
                WHEN NEW.quarter < (SELECT quarter FROM ledger_rolled)
                BEGIN
                    INSERT INTO ledger_hours (dimension, hour, requests, errors, input_tokens, output_tokens,
                    cost_nano, cost_rest, unknown_costs, hits, saved_nano, saved_rest, semantic_hits, semantic_nano,
                    semantic_rest, prompt_nano, prompt_rest)
                    VALUES (NEW.dimension, NEW.quarter / 4, NEW.requests - OLD.requests, NEW.errors - OLD.errors,
                    NEW.input_tokens - OLD.input_tokens, NEW.output_tokens - OLD.output_tokens, NEW.cost_nano -
                    OLD.cost_nano, NEW.cost_rest - OLD.cost_rest, NEW.unknown_costs - OLD.unknown_costs, NEW.hits -
                    OLD.hits, NEW.saved_nano - OLD.saved_nano, NEW.saved_rest - OLD.saved_rest, NEW.semantic_hits -
                    OLD.semantic_hits, NEW.semantic_nano - OLD.semantic_nano, NEW.semantic_rest - OLD.semantic_rest,
                    NEW.prompt_nano - OLD.prompt_nano, NEW.prompt_rest - OLD.prompt_rest)
                    ON CONFLICT (dimension, hour) DO UPDATE SET requests = requests + excluded.requests, errors =
                    errors + excluded.errors, input_tokens = input_tokens + excluded.input_tokens, output_tokens =
                    output_tokens + excluded.output_tokens, cost_nano = cost_nano + excluded.cost_nano, cost_rest =
                    cost_rest + excluded.cost_rest, unknown_costs = unknown_costs + excluded.unknown_costs, hits =
                    hits + excluded.hits, saved_nano = saved_nano + excluded.saved_nano, saved_rest = saved_rest +
                    excluded.saved_rest, semantic_hits = semantic_hits + excluded.semantic_hits, semantic_nano =
                    semantic_nano + excluded.semantic_nano, semantic_rest = semantic_rest + excluded.semantic_rest,
                    prompt_nano = prompt_nano + excluded.prompt_nano, prompt_rest = prompt_rest +
                    excluded.prompt_rest;
                    INSERT INTO ledger_days (dimension, day, requests, errors, input_tokens, output_tokens, cost_nano,
                    cost_rest, unknown_costs, hits, saved_nano, saved_rest, semantic_hits, semantic_nano,
                    semantic_rest, prompt_nano, prompt_rest)
                    VALUES (NEW.dimension, NEW.quarter / 96, NEW.requests - OLD.requests, NEW.errors - OLD.errors,
                    NEW.input_tokens - OLD.input_tokens, NEW.output_tokens - OLD.output_tokens, NEW.cost_nano -
                    OLD.cost_nano, NEW.cost_rest - OLD.cost_rest, NEW.unknown_costs - OLD.unknown_costs, NEW.hits -
                    OLD.hits, NEW.saved_nano - OLD.saved_nano, NEW.saved_rest - OLD.saved_rest, NEW.semantic_hits -
                    OLD.semantic_hits, NEW.semantic_nano - OLD.semantic_nano, NEW.semantic_rest - OLD.semantic_rest,
                    NEW.prompt_nano - OLD.prompt_nano, NEW.prompt_rest - OLD.prompt_rest)
                    ON CONFLICT (dimension, day) DO UPDATE SET requests = requests + excluded.requests, errors =
                    errors + excluded.errors, input_tokens = input_tokens + excluded.input_tokens, output_tokens =
                    output_tokens + excluded.output_tokens, cost_nano = cost_nano + excluded.cost_nano, cost_rest =
                    cost_rest + excluded.cost_rest, unknown_costs = unknown_costs + excluded.unknown_costs, hits =
                    hits + excluded.hits, saved_nano = saved_nano + excluded.saved_nano, saved_rest = saved_rest +
                    excluded.saved_rest, semantic_hits = semantic_hits + excluded.semantic_hits, semantic_nano =
                    semantic_nano + excluded.semantic_nano, semantic_rest = semantic_rest + excluded.semantic_rest,
                    prompt_nano = prompt_nano + excluded.prompt_nano, prompt_rest = prompt_rest +
                    excluded.prompt_rest;
                    INSERT INTO ledger_quarters (quarter, requests, errors, input_tokens, output_tokens, cost_nano,
                    cost_rest, unknown_costs, hits, saved_nano, saved_rest, semantic_hits, semantic_nano,
                    semantic_rest, prompt_nano, prompt_rest)
                    VALUES (NEW.quarter, NEW.requests - OLD.requests, NEW.errors - OLD.errors, NEW.input_tokens -
                    OLD.input_tokens, NEW.output_tokens - OLD.output_tokens, NEW.cost_nano - OLD.cost_nano,
                    NEW.cost_rest - OLD.cost_rest, NEW.unknown_costs - OLD.unknown_costs, NEW.hits - OLD.hits,
                    NEW.saved_nano - OLD.saved_nano, NEW.saved_rest - OLD.saved_rest, NEW.semantic_hits -
                    OLD.semantic_hits, NEW.semantic_nano - OLD.semantic_nano, NEW.semantic_rest - OLD.semantic_rest,
                    NEW.prompt_nano - OLD.prompt_nano, NEW.prompt_rest - OLD.prompt_rest)
                    ON CONFLICT (quarter) DO UPDATE SET requests = requests + excluded.requests, errors = errors +
                    excluded.errors, input_tokens = input_tokens + excluded.input_tokens, output_tokens =
                    output_tokens + excluded.output_tokens, cost_nano = cost_nano + excluded.cost_nano, cost_rest =
                    cost_rest + excluded.cost_rest, unknown_costs = unknown_costs + excluded.unknown_costs, hits =
                    hits + excluded.hits, saved_nano = saved_nano + excluded.saved_nano, saved_rest = saved_rest +
                    excluded.saved_rest, semantic_hits = semantic_hits + excluded.semantic_hits, semantic_nano =
                    semantic_nano + excluded.semantic_nano, semantic_rest = semantic_rest + excluded.semantic_rest,
                    prompt_nano = prompt_nano + excluded.prompt_nano, prompt_rest = prompt_rest +
                    excluded.prompt_rest;
                END;
                """
        )
    }
}
