internal import GRDB

extension Migration {
    /// 6: where in the ledger each minute's records stand, in place of an entry of two indexes for each record.
    static let minutes = Migration(number: 6, name: "minutes") { connection in
        // Records come in about the order of their time, so that those of a minute stand close together: a look-up by time
        // goes through a stretch of rows by their sequence numbers.
        try connection.execute(
            sql: """
                CREATE TABLE ledger_minutes (
                    minute INTEGER PRIMARY KEY,
                    first INTEGER NOT NULL,
                    last INTEGER NOT NULL
                ) STRICT;
                CREATE TABLE ledger_places (
                    dimension INTEGER NOT NULL,
                    minute INTEGER NOT NULL,
                    first INTEGER NOT NULL,
                    last INTEGER NOT NULL,
                    PRIMARY KEY (dimension, minute)
                ) STRICT, WITHOUT ROWID;
                INSERT INTO ledger_minutes (minute, first, last)
                    SELECT time / 60000000000, min(sequence), max(sequence) FROM ledger_rows GROUP BY 1;
                INSERT INTO ledger_places (dimension, minute, first, last)
                    SELECT dimension, time / 60000000000, min(sequence), max(sequence) FROM ledger_rows GROUP BY 1, 2;
                DROP INDEX ledger_rows_time;
                DROP INDEX ledger_rows_dimension;
                """
        )
    }
}
