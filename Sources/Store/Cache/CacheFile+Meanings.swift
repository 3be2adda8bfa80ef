internal import Caching
internal import GRDB

/// Questions beside their answers, for finding them by meaning, and what was marked wrong. A question goes with its answer.
extension CacheFile {
    /// How many pairs that were marked wrong are remembered.
    static let rememberedPairs: Int64 = 16_384

    /// Writes questions whose answers are there.
    /// - Returns: how many answers had to make room.
    func insert(_ meanings: [StoredMeaning], maximumBytes: Int) throws(StoreError) -> Int {
        let need = meanings.reduce(0) { $0 + $1.vector.space.dimension * 4 + $1.entry.text.utf8.count + 512 }
        return try write { connection in
            let evictions = try Self.makeRoom(for: need, of: maximumBytes, on: connection)
            for meaning in meanings {
                try SQLQuery(
                    """
                    INSERT OR REPLACE INTO meanings (sequence, partition, tenant, text, embedder, vector)
                    SELECT sequence, ?, ?, ?, ?, ? FROM answers WHERE digest = ?
                    """,
                    .blob(meaning.entry.partition.bytes),
                    .text(LedgerColumns.text(meaning.entry.tenant.text)),
                    .text(LedgerColumns.text(meaning.entry.text)),
                    .text(meaning.vector.space.model),
                    .blob(meaning.vectorBytes),
                    .blob(meaning.entry.digest.bytes)
                ).run(on: connection)
            }
            return evictions
        }
    }

    /// The question of an answer that is being read; `nil` where there is none, or it is not what was written.
    static func meaning(of answer: CachedAnswer, _ row: SQLRow) -> StoredMeaning? {
        guard let partition = try? row.blob("partition"), let tenant = try? row.text("tenant"),
            let text = try? row.text("text"), let embedder = try? row.text("embedder"),
            let vector = try? row.blob("vector")
        else { return nil }
        return StoredMeaning(
            digest: answer.digest,
            partition: partition,
            tenant: tenant,
            text: text,
            embedder: embedder,
            vectorBytes: vector,
            team: answer.team,
            model: answer.model ?? ""
        )
    }

    /// Writes pairs of questions down that were marked wrong.
    func insert(wrong pairs: [TextPairDigest]) throws(StoreError) {
        try write { connection in
            for pair in pairs {
                try SQLQuery("INSERT OR IGNORE INTO wrong_pairs (digest) VALUES (?)", .blob(pair.digest.bytes))
                    .run(on: connection)
            }
            try SQLQuery(
                "DELETE FROM wrong_pairs WHERE number <= (SELECT max(number) FROM wrong_pairs) - ?",
                .integer(Self.rememberedPairs)
            ).run(on: connection)
        }
    }

    /// The pairs of questions that were marked wrong, the oldest first.
    var wrongPairs: [TextPairDigest] {
        get throws(StoreError) {
            try use { connection in
                try SQLQuery("SELECT digest FROM wrong_pairs ORDER BY number").rows(on: connection) { row in
                    CacheDigest(bytes: try row.blob("digest")).map(TextPairDigest.init)
                }.compactMap(\.self)
            }
        }
    }
}
