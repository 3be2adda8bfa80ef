internal import Caching
internal import GRDB

extension CacheFile {
    /// An answer on its way to the file.
    struct Entry {
        var answer: CachedAnswer
        /// What is written; `nil` where it may not be, and only an earlier one goes.
        var bytes: [UInt8]?
        /// The newest removal that was known when it was looked whether it may be stored.
        var removals: Int64
    }

    /// An answer as it was read.
    struct Loaded {
        var answer: CachedAnswer
        var hits: Int
        var meaning: StoredMeaning?
    }

    // MARK: - Writing

    /// Writes answers, each in the place of an older one under its key, but those that have been removed meanwhile.
    /// - Returns: how many were written, and how many had to make room.
    func insert(
        _ entries: [Entry],
        maximumBytes: Int,
        at now: CacheInstant
    ) throws(StoreError) -> (writes: Int, evictions: Int) {
        let need = entries.reduce(0) { $0 + ($1.bytes.map { $0.count + 1024 } ?? 0) }
        return try write { connection in
            let removals = try Self.removals(after: entries.map(\.removals).min() ?? 0, on: connection)
            let evictions = try Self.makeRoom(for: need, of: maximumBytes, on: connection)
            var writes = 0
            for entry in entries {
                guard !removals.contains(where: { $0.number > entry.removals && $0.purge.fits(entry.answer) }) else {
                    continue
                }
                try Self.insert(entry, at: now, on: connection)
                writes += entry.bytes == nil ? 0 : 1
            }
            return (writes, evictions)
        }
    }

    private static func insert(_ entry: Entry, at now: CacheInstant, on connection: Database) throws {
        let answer = entry.answer
        let digest = SQLQuery.Argument.blob(answer.digest.bytes)
        let hits = try SQLQuery("SELECT hits FROM answers WHERE digest = ?", digest).row(on: connection)
        try SQLQuery("DELETE FROM answers WHERE digest = ?", digest).run(on: connection)
        guard let bytes = entry.bytes else { return }
        try SQLQuery(
            "INSERT INTO answers (digest, team, model, expires, used, hits) VALUES (?, ?, ?, ?, ?, ?)",
            digest,
            .optional(answer.team.map(LedgerColumns.text)),
            .text(LedgerColumns.text(answer.model ?? "")),
            .integer(answer.expires.milliseconds),
            .integer(now.milliseconds),
            .integer(try hits?.integer("hits") ?? 0)
        ).run(on: connection)
        let sequence = connection.lastInsertedRowID
        try SQLQuery(
            "INSERT INTO answer_bytes (sequence, bytes) VALUES (?, ?)",
            .integer(sequence),
            .blob(bytes)
        ).run(on: connection)
        for tag in answer.tags {
            try SQLQuery(
                "INSERT OR IGNORE INTO answer_tags (kind, tag, sequence) VALUES (?, ?, ?)",
                .integer(tag.kind),
                .text(LedgerColumns.text(tag.text)),
                .integer(sequence)
            ).run(on: connection)
        }
    }

    /// Counts how often answers have been given.
    func add(_ hits: [(digest: CacheDigest, hits: Int)], at now: CacheInstant) throws(StoreError) {
        try write { connection in
            for (digest, count) in hits {
                try SQLQuery(
                    "UPDATE answers SET hits = min(hits + ?, 1000000000000), used = ? WHERE digest = ?",
                    .integer(Int64(count)),
                    .integer(now.milliseconds),
                    .blob(digest.bytes)
                ).run(on: connection)
            }
        }
    }

    // MARK: - Room

    /// What is in use of the file, in bytes.
    var usedBytes: Int {
        get throws(StoreError) { try use(Self.usedBytes) }
    }

    /// How many answers there are.
    var count: Int {
        get throws(StoreError) {
            try use { Int(try SQLQuery("SELECT count(*) AS n FROM answers").row(on: $0)?.integer("n") ?? 0) }
        }
    }

    /// Gives up answers until the file keeps to its bound, and gives the system back what it does not need.
    /// - Returns: how many answers went.
    func shrink(to maximumBytes: Int) throws(StoreError) -> Int {
        let evictions = try write { try Self.makeRoom(for: 0, of: maximumBytes, on: $0) }
        try use { connection in
            if try Self.fileBytes(connection) > maximumBytes {
                try connection.execute(sql: "PRAGMA incremental_vacuum")
            }
        }
        return evictions
    }

    private static func fileBytes(_ connection: Database) throws -> Int {
        let pages = try Int.fetchOne(connection, sql: "PRAGMA page_count") ?? 0
        return try pages * pageBytes(connection)
    }

    private static func usedBytes(_ connection: Database) throws -> Int {
        let free = try Int.fetchOne(connection, sql: "PRAGMA freelist_count") ?? 0
        return try fileBytes(connection) - free * pageBytes(connection)
    }

    private static func pageBytes(_ connection: Database) throws -> Int {
        try Int.fetchOne(connection, sql: "PRAGMA page_size") ?? 0
    }

    /// Removes those that were given, or stored, longest ago.
    static func makeRoom(for bytes: Int, of maximumBytes: Int, on connection: Database) throws -> Int {
        var count = 0
        // What is on its way takes a little more as rows than as bytes.
        while try usedBytes(connection) + bytes + bytes / 4 > maximumBytes {
            let removed = try SQLQuery(
                """
                DELETE FROM answers WHERE sequence IN (
                    SELECT sequence FROM answers ORDER BY used, sequence LIMIT 64
                )
                """
            ).run(on: connection)
            guard removed > 0 else { break }
            count += removed
        }
        return count
    }

    // MARK: - What is over

    /// Removes answers whose time is over, some at a time.
    func expire(at now: CacheInstant, limit: Int) throws(StoreError) -> Int {
        try write { connection in
            try SQLQuery(
                "DELETE FROM answers WHERE sequence IN (SELECT sequence FROM answers WHERE expires <= ? LIMIT ?)",
                .integer(now.milliseconds),
                .integer(Int64(limit))
            ).run(on: connection)
        }
    }

    /// Removes answers that may not be here, for the rules have become others.
    /// - Returns: how many there were.
    func enforce(_ rules: ArchiveRules) throws(StoreError) -> Int {
        let owners: [(team: String?, model: String)] = try use { connection in
            try SQLQuery("SELECT DISTINCT team, model FROM answers").rows(on: connection) { row in
                (try row.optionalText("team"), try row.text("model"))
            }
        }
        var count = 0
        for owner in owners where !rules.mayKeep(team: owner.team, model: owner.model) {
            count += try removeInPieces { connection in
                try SQLQuery(
                    """
                    DELETE FROM answers WHERE sequence IN (
                        SELECT sequence FROM answers WHERE team IS ? AND model = ? LIMIT 500
                    )
                    """,
                    .optional(owner.team),
                    .text(owner.model)
                ).run(on: connection)
            }
        }
        if count > 0 { try emptyLog() }
        return count
    }

    /// Removes until nothing is left, a piece in each transaction.
    func removeInPieces(_ remove: (Database) throws -> Int) throws(StoreError) -> Int {
        var count = 0
        while true {
            let removed = try write(remove)
            count += removed
            if removed == 0 { return count }
        }
    }

    /// Brings the log into the file and empties it, so that nothing that was removed is left there.
    func emptyLog() throws(StoreError) {
        try use { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    }

    // MARK: - Reading

    /// The places of the answers whose time is not over, the most useful first.
    func sequences(at now: CacheInstant, limit: Int) throws(StoreError) -> [Int64] {
        try use { connection in
            try SQLQuery(
                "SELECT sequence FROM answers WHERE expires > ? ORDER BY hits DESC, used DESC, sequence DESC LIMIT ?",
                .integer(now.milliseconds),
                .integer(Int64(limit))
            ).rows(on: connection) { try $0.integer("sequence") }
        }
    }

    /// Reads answers. What is not what was written is removed.
    /// - Returns: the answers, and how many were damaged.
    func answers(at places: ArraySlice<Int64>) throws(StoreError) -> (answers: [Loaded], damaged: Int) {
        var answers: [Loaded] = []
        var damaged: [Int64] = []
        for place in places {
            let row = try use { connection in
                try SQLQuery(
                    """
                    SELECT answers.digest, hits, bytes, team, model, partition, tenant, text, embedder, vector
                    FROM answers LEFT JOIN answer_bytes USING (sequence) LEFT JOIN meanings USING (sequence)
                    WHERE answers.sequence = ?
                    """,
                    .integer(place)
                ).row(on: connection)
            }
            // Gone meanwhile.
            guard let row else { continue }
            if let bytes = try? row.blob("bytes"), let answer = try? CachedAnswer(serialized: bytes),
                let digest = try? row.blob("digest"), let hits = try? row.integer("hits"), answer.digest.bytes == digest
            {
                answers.append(
                    Loaded(answer: answer, hits: Int(clamping: hits), meaning: Self.meaning(of: answer, row))
                )
            } else {
                damaged.append(place)
            }
        }
        if !damaged.isEmpty {
            try write { connection in
                for place in damaged {
                    try SQLQuery("DELETE FROM answers WHERE sequence = ?", .integer(place)).run(on: connection)
                }
            }
        }
        return (answers, damaged.count)
    }
}

extension CacheTag {
    /// What stands for its kind in the file.
    var kind: Int64 {
        switch self {
        case .model: 0
        case .team: 1
        case .key: 2
        case .tag: 3
        }
    }

    /// The tag itself.
    var text: String {
        switch self {
        case .model(let text), .team(let text), .key(let text), .tag(let text): text
        }
    }

    /// A tag as the file has it; `nil` of a kind that there is none of.
    init?(kind: Int64, text: String) {
        switch kind {
        case 0: self = .model(text)
        case 1: self = .team(text)
        case 2: self = .key(text)
        case 3: self = .tag(text)
        default: return nil
        }
    }
}
