import Synchronization

/// The stored texts that were taken apart last, so that what is compared often is not taken apart each time.
///
/// A table of fixed size in which each entry has one place: what comes later takes it over. So it takes some megabytes at most,
/// whatever is stored.
public final class AnalysisMemo: Sendable {
    private let places: Mutex<[(digest: CacheDigest, text: AnalyzedText)?]>
    /// Longer texts are taken apart each time.
    private static let mostCharacters = 2000

    /// Creates an empty memo.
    /// - Parameter capacity: the most texts.
    public init(capacity: Int = 512) {
        places = Mutex(Array(repeating: nil, count: max(1, capacity)))
    }

    /// A stored text, taken apart.
    public func analysis(of entry: SemanticEntry) -> AnalyzedText {
        let known = places.withLock { places -> AnalyzedText? in
            let place = places[Self.place(of: entry.digest, in: places.count)]
            return place?.digest == entry.digest ? place?.text : nil
        }
        if let known { return known }
        let text = AnalyzedText(entry.text)
        remember(text, of: entry)
        return text
    }

    /// Remembers a stored text that was taken apart already.
    public func remember(_ text: AnalyzedText, of entry: SemanticEntry) {
        guard entry.text.utf8.count <= Self.mostCharacters else { return }
        // What was there before is freed behind the lock.
        _ = places.withLock { places in
            let place = Self.place(of: entry.digest, in: places.count)
            let before = places[place]
            places[place] = (entry.digest, text)
            return before
        }
    }

    private static func place(of digest: CacheDigest, in count: Int) -> Int { Int(digest.otherWord % UInt64(count)) }
}
