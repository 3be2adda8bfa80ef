internal import Caching
internal import GRDB

/// Removals by hand are written down before anything goes. So one that breaks off is finished at the next start, and other
/// processes with the same folder learn of it.
extension CacheFile {
    /// A removal as it is written down.
    struct Removal {
        var number: Int64
        var purge: CachePurge
        /// The last answer there was then: later ones stay.
        var last: Int64
        var isDone: Bool
    }

    /// How many removals are remembered, for processes that have not heard of them.
    static let remembered: Int64 = 1000

    /// The number of the newest removal.
    var newestRemoval: Int64 {
        get throws(StoreError) {
            try use { try SQLQuery("SELECT max(number) AS n FROM removals").row(on: $0)?.optionalInteger("n") ?? 0 }
        }
    }

    /// The removals after one.
    /// - Returns: `nil` where some of them are not remembered any more.
    func removals(after number: Int64) throws(StoreError) -> [Removal]? {
        try use { connection in
            let removals = try Self.removals(after: number, on: connection)
            if let first = removals.first, first.number > number + 1 { return nil }
            return removals
        }
    }

    static func removals(after number: Int64, on connection: Database) throws -> [Removal] {
        try SQLQuery("SELECT * FROM removals WHERE number > ? ORDER BY number", .integer(number)).rows(on: connection) {
            row in
            Removal(
                number: try row.integer("number"),
                purge: try purge(row),
                last: try row.integer("last"),
                isDone: try row.integer("is_done") != 0
            )
        }
    }

    private static func purge(_ row: SQLRow) throws -> CachePurge {
        if let digest = try row.optionalBlob("digest").flatMap({ CacheDigest(bytes: $0) }) { return .answer(digest) }
        if let text = try row.optionalText("tag"), let tag = CacheTag(kind: try row.integer("kind"), text: text) {
            return .tagged(tag)
        }
        // What cannot be read is taken for the most that it may have said.
        return .everything
    }

    /// Removes answers, for good.
    /// - Returns: how many there were.
    func remove(_ purge: CachePurge) throws(StoreError) -> Int {
        _ = try writeDown(purge)
        return try finishRemovals()
    }

    /// Writes a removal down, on the disk before this returns: from here on it is done, by whoever comes next.
    /// - Returns: its number.
    func writeDown(_ purge: CachePurge) throws(StoreError) -> Int64 {
        try durably { connection in
            var (kind, digest, tag) = (Int64(-1), [UInt8]?.none, String?.none)
            switch purge {
            case .everything: break
            case .answer(let key): digest = key.bytes
            case .tagged(let word): (kind, tag) = (word.kind, LedgerColumns.text(word.text))
            }
            try SQLQuery(
                """
                INSERT INTO removals (kind, digest, tag, last, is_done)
                VALUES (?, ?, ?, (SELECT coalesce(max(sequence), 0) FROM answers), 0)
                """,
                .integer(kind),
                .optional(digest),
                .optional(tag)
            ).run(on: connection)
            return connection.lastInsertedRowID
        }
    }

    /// Does a piece of a removal.
    /// - Returns: how many answers went; none where it is done.
    func doPiece(of number: Int64) throws(StoreError) -> Int {
        try write { connection in
            guard let removal = try Self.removals(after: number - 1, on: connection).first else { return 0 }
            return try Self.removeSome(removal, on: connection)
        }
    }

    /// Does what was written down and not done.
    /// - Returns: how many answers went.
    @discardableResult
    func finishRemovals() throws(StoreError) -> Int {
        var count = 0
        for removal in try use({ try Self.removals(after: 0, on: $0) }) where !removal.isDone {
            while true {
                let piece = try doPiece(of: removal.number)
                count += piece
                if piece == 0 { break }
            }
            try write { connection in
                try SQLQuery("UPDATE removals SET is_done = 1 WHERE number = ?", .integer(removal.number))
                    .run(on: connection)
                try SQLQuery("DELETE FROM removals WHERE number <= ?", .integer(removal.number - Self.remembered))
                    .run(on: connection)
            }
            try emptyLog()
        }
        return count
    }

    private static func removeSome(_ removal: Removal, on connection: Database) throws -> Int {
        switch removal.purge {
        case .everything:
            try SQLQuery(
                "DELETE FROM answers WHERE sequence IN (SELECT sequence FROM answers WHERE sequence <= ? LIMIT 500)",
                .integer(removal.last)
            ).run(on: connection)
        case .answer(let digest):
            try SQLQuery(
                "DELETE FROM answers WHERE digest = ? AND sequence <= ?",
                .blob(digest.bytes),
                .integer(removal.last)
            ).run(on: connection)
        case .tagged(let tag):
            try SQLQuery(
                """
                DELETE FROM answers WHERE sequence IN (
                    SELECT sequence FROM answer_tags WHERE kind = ? AND tag = ? AND sequence <= ? LIMIT 500
                )
                """,
                .integer(tag.kind),
                .text(LedgerColumns.text(tag.text)),
                .integer(removal.last)
            ).run(on: connection)
        }
    }
}
