internal import GRDB

extension Migration {
    /// 10: sums of usage over hours and days that are over, beside those of quarters of an hour.
    static let rollups = Migration(number: 10, name: "rollups") { connection in
        let sums = [
            "requests", "errors", "input_tokens", "output_tokens", "cost_nano", "cost_rest", "unknown_costs", "hits",
            "saved_nano", "saved_rest", "semantic_hits", "semantic_nano", "semantic_rest", "prompt_nano", "prompt_rest",
        ]
        let columns = sums.map { "\($0) INTEGER NOT NULL" }.joined(separator: ", ")
        // Hours and days are those of UTC, counted from 1970. Quarters before `ledger_rolled.quarter` are in all three: days
        // are taken in one by one when they are over, which also is how what was there before this step comes in.
        try connection.execute(
            sql: """
                CREATE TABLE ledger_hours (
                    dimension INTEGER NOT NULL, hour INTEGER NOT NULL, \(columns), PRIMARY KEY (dimension, hour)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE ledger_days (
                    dimension INTEGER NOT NULL, day INTEGER NOT NULL, \(columns), PRIMARY KEY (dimension, day)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE ledger_quarters (quarter INTEGER PRIMARY KEY, \(columns)) STRICT;
                CREATE TABLE ledger_rolled (only INTEGER PRIMARY KEY CHECK (only = 1), quarter INTEGER NOT NULL) STRICT;
                INSERT INTO ledger_rolled (only, quarter) VALUES (1, 0);
                """
        )
        // By triggers, so that what comes late, a correction, and a process of an earlier version keep them right too. Whoever
        // writes to the latest day pays one comparison for each row of sums.
        let updates = sums.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", ")
        for (event, name, values) in [
            ("INSERT", "insert", sums.map { "NEW.\($0)" }), ("UPDATE", "update", sums.map { "NEW.\($0) - OLD.\($0)" }),
        ] {
            let list = values.joined(separator: ", ")
            let names = sums.joined(separator: ", ")
            try connection.execute(
                sql: """
                    CREATE TRIGGER ledger_usage_\(name) AFTER \(event) ON ledger_usage
                    WHEN NEW.quarter < (SELECT quarter FROM ledger_rolled)
                    BEGIN
                        INSERT INTO ledger_hours (dimension, hour, \(names)) VALUES (NEW.dimension, NEW.quarter / 4, \(list))
                            ON CONFLICT (dimension, hour) DO UPDATE SET \(updates);
                        INSERT INTO ledger_days (dimension, day, \(names)) VALUES (NEW.dimension, NEW.quarter / 96, \(list))
                            ON CONFLICT (dimension, day) DO UPDATE SET \(updates);
                        INSERT INTO ledger_quarters (quarter, \(names)) VALUES (NEW.quarter, \(list))
                            ON CONFLICT (quarter) DO UPDATE SET \(updates);
                    END;
                    """
            )
        }
    }
}
