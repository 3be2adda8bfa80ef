internal import GRDB

/// Brings a database to the form that this version works with.
enum Migrations {
    /// All steps, in order.
    static let all: [Migration] = [
        .identities,
        .operation,
        .ledger,
        .bodies,
        .savings, .minutes, .totals, .teamTotals, .guards, .rollups,
    ]

    /// Does the steps that have not been done, each in a transaction of its own together with the note that it is done: a
    /// process that dies in one leaves the form before it.
    /// - Parameters:
    ///   - connection: the writer's connection, outside a transaction.
    ///   - steps: all steps that this version knows.
    ///   - now: nanoseconds since 1970 UTC.
    /// - Throws: ``StoreError/Code/newerSchema`` where a step is noted that this version does not know.
    static func run(on connection: Database, steps: [Migration], now: Int64) throws {
        try checkOurs(connection)
        try connection.inTransaction(.immediate) {
            try connection.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS migrations (
                        number INTEGER PRIMARY KEY,
                        name TEXT NOT NULL,
                        time INTEGER NOT NULL
                    ) STRICT
                    """
            )
            try connection.execute(sql: "PRAGMA application_id = 1263422798")
            return .commit
        }
        for step in steps {
            try connection.inTransaction(.immediate) {
                // Looked up again inside the transaction: another process may have come first.
                guard try !isDone(step, on: connection, steps: steps) else { return .rollback }
                try step.apply(connection)
                try connection.execute(
                    sql: "INSERT INTO migrations (number, name, time) VALUES (?, ?, ?)",
                    arguments: [step.number, step.name, now]
                )
                return .commit
            }
        }
        _ = try newest(on: connection, steps: steps)
    }

    /// The number of the newest step that has been done, `0` in an empty database.
    /// - Throws: ``StoreError/Code/newerSchema`` or ``StoreError/Code/corrupt`` where this version cannot work with it.
    static func newest(on connection: Database, steps: [Migration]) throws -> Int {
        try checkOurs(connection)
        guard try connection.tableExists("migrations") else { return 0 }
        let newest = try Int.fetchOne(connection, sql: "SELECT max(number) FROM migrations") ?? 0
        let known = steps.last?.number ?? 0
        guard newest <= known else {
            throw StoreError(
                .newerSchema,
                """
                the database was written by a newer version of Kanmon (its form is \(newest), this version knows \
                \(known)): start that version, or restore a backup that this version made
                """
            )
        }
        return newest
    }

    /// The application's number in the file's header, by which `file(1)` and we know the database: `KNMN` in ASCII.
    static let application = 1_263_422_798

    /// Refuses a database that another program made.
    static func checkOurs(_ connection: Database) throws {
        let application = try Int.fetchOne(connection, sql: "PRAGMA application_id") ?? 0
        let isEmpty = try Int.fetchOne(connection, sql: "SELECT count(*) FROM sqlite_schema") == 0
        guard application == Self.application || (application == 0 && isEmpty) else {
            throw StoreError(.corrupt, "the database is not one of Kanmon: name another folder with `data:`")
        }
    }

    private static func isDone(_ step: Migration, on connection: Database, steps: [Migration]) throws -> Bool {
        _ = try newest(on: connection, steps: steps)
        guard
            let name = try String.fetchOne(
                connection,
                sql: "SELECT name FROM migrations WHERE number = ?",
                arguments: [step.number]
            )
        else { return false }
        guard name == step.name else {
            throw StoreError(.corrupt, "the database's form \(step.number) is unknown: restore a backup")
        }
        return true
    }
}
