import Synchronization

/// The texts in which nothing was found lately, so that a conversation's earlier turns, which come with every later one, are
/// looked at once.
///
/// It holds keyed digests of texts and of what is known about them, and no text. It belongs to one configuration's
/// guardrails: with other guardrails nothing is known. What was found in a text is never remembered, nor anything where a look
/// failed.
final class KnownTexts: Sendable {
    /// The most texts that are remembered.
    static let most = sets * ways

    private static let sets = 4096
    private static let ways = 4
    /// Each has a lock of its own.
    private static let shards = 16

    fileprivate struct Entry {
        var digest: TextDigest
        var known: KnownText
    }

    /// A part of the texts: sets of ``ways`` places, in each of which what was asked for last stands first.
    fileprivate struct Shard {
        var entries: [Entry?] = []
    }

    private let key = TextDigest.Key.random()
    private let shards: [Guarded]

    private final class Guarded: Sendable {
        let shard = Mutex(Shard())
    }

    init() { shards = (0..<Self.shards).map { _ in Guarded() } }

    /// The digest of a text and what is known about it.
    func digest(of text: [UInt8], _ context: ScanContext) -> TextDigest { TextDigest(text, context, key: key) }

    /// What is remembered of a text.
    func known(_ digest: TextDigest) -> KnownText? {
        let (shard, first) = Self.place(of: digest)
        return shards[shard].shard.withLock { shard in
            guard !shard.entries.isEmpty else { return nil }
            for place in first..<first + Self.ways {
                guard let entry = shard.entries[place] else { return nil }
                guard entry.digest == digest else { continue }
                if place > first { shard.moveToFront(place, first) }
                return entry.known
            }
            return nil
        }
    }

    /// Remembers a text.
    func remember(_ digest: TextDigest, _ known: KnownText) {
        guard known != KnownText() else { return }
        let (shard, first) = Self.place(of: digest)
        shards[shard].shard.withLock { shard in
            if shard.entries.isEmpty {
                shard.entries = Array(repeating: nil, count: Self.sets / Self.shards * Self.ways)
            }
            var place = first
            while place < first + Self.ways - 1, let entry = shard.entries[place], entry.digest != digest { place += 1 }
            let before = shard.entries[place].flatMap { $0.digest == digest ? $0.known : nil }
            shard.entries[place] = Entry(digest: digest, known: before?.joined(with: known) ?? known)
            if place > first { shard.moveToFront(place, first) }
        }
    }

    /// The part and the first place of a digest's set.
    private static func place(of digest: TextDigest) -> (shard: Int, first: Int) {
        let set = Int(truncatingIfNeeded: digest.low &>> 8) & (sets / shards - 1)
        return (Int(truncatingIfNeeded: digest.low) & (shards - 1), set * ways)
    }
}

extension KnownTexts.Shard {
    /// Moves an entry in front of the others of its set.
    fileprivate mutating func moveToFront(_ place: Int, _ first: Int) {
        let entry = entries[place]
        var place = place
        while place > first {
            entries[place] = entries[place - 1]
            place -= 1
        }
        entries[first] = entry
    }
}
