internal import GRDB

extension Migration {
    /// 9: which guardrails found what in a request, so that requests are found by it.
    static let guards = Migration(number: 9, name: "guards") { connection in
        // One row for each guardrail and kind of a record, however often it came; the lines stand in the record. Both
        // indexes have all that a search asks for, in the order of its answer.
        try connection.execute(
            sql: """
                CREATE TABLE ledger_guards (
                    sequence INTEGER NOT NULL,
                    guardrail TEXT NOT NULL,
                    type TEXT NOT NULL,
                    time INTEGER NOT NULL,
                    PRIMARY KEY (sequence, guardrail, type)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX ledger_guards_guardrail ON ledger_guards (guardrail, time, sequence, type);
                CREATE INDEX ledger_guards_type ON ledger_guards (type, time, sequence, guardrail);
                """
        )
    }
}
