/// From places in a normalised text back to the original: masking edits the original, and lengths change (㈱ becomes three
/// characters, a zero-width space none).
///
/// Runs of bytes that moved together are one entry, so the map of a plain text has one.
public struct OffsetMap: Sendable, Hashable {
    /// A run of bytes.
    struct Run: Sendable, Hashable {
        /// Where it begins in the normalised text.
        var normalized: Int
        /// Where it begins in the original.
        var original: Int
        /// Whether each byte of it is a byte of the original; otherwise the whole run stands for all bytes up to the next run.
        var isVerbatim: Bool
    }

    private(set) var runs: [Run] = []
    /// The length of the original in bytes.
    private(set) var originalCount = 0
    /// The length of the normalised text in bytes.
    private(set) var normalizedCount = 0

    /// The map of a text that is its own normal form.
    public init(identityOf count: Int) {
        runs = [Run(normalized: 0, original: 0, isVerbatim: true)]
        originalCount = count
        normalizedCount = count
    }

    init() {}

    /// Adds what comes next.
    /// - Parameters:
    ///   - normalized: how many bytes come next in the normalised text.
    ///   - original: how many bytes of the original they stand for.
    ///   - isVerbatim: whether they are the same bytes.
    mutating func append(normalized: Int, original: Int, isVerbatim: Bool) {
        defer {
            normalizedCount += normalized
            originalCount += original
        }
        if isVerbatim, let last = runs.last, last.isVerbatim,
            normalizedCount - last.normalized == originalCount - last.original
        {
            return
        }
        runs.append(Run(normalized: normalizedCount, original: originalCount, isVerbatim: isVerbatim))
    }

    /// The bytes of the original that a range of the normalised text stands for. Of a character that became several, the
    /// whole character.
    /// - Parameter range: byte offsets in the normalised text; what lies outside of it is cut off.
    public func original(_ range: Range<Int>) -> Range<Int> {
        let clamped = range.clamped(to: 0..<normalizedCount)
        guard !clamped.isEmpty else {
            let start = start(of: min(max(range.lowerBound, 0), normalizedCount))
            return start..<start
        }
        let lower = start(of: clamped.lowerBound)
        return lower..<max(lower, end(of: clamped.upperBound - 1))
    }

    /// Where in the original the byte at an offset comes from.
    private func start(of offset: Int) -> Int {
        guard offset < normalizedCount, let index = run(holding: offset) else { return originalCount }
        let run = runs[index]
        return run.isVerbatim ? run.original + (offset - run.normalized) : run.original
    }

    /// The end, in the original, of what the byte at an offset comes from.
    private func end(of offset: Int) -> Int {
        guard let index = run(holding: offset) else { return originalCount }
        let run = runs[index]
        if run.isVerbatim { return run.original + (offset - run.normalized) + 1 }
        return index + 1 < runs.count ? runs[index + 1].original : originalCount
    }

    /// The last run that begins at or before an offset and is not empty there.
    private func run(holding offset: Int) -> Int? {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].normalized <= offset { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : low - 1
    }
}
