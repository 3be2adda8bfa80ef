import CVectorscan

/// The working memory of scans: one for each thread that scans.
public final class PatternScratch {
    /// What Vectorscan needs; `nil` where there are no patterns.
    let pointer: OpaquePointer?
    /// What filters of words need.
    var words: [WordFilter.Scratch] = []
    /// Memory for matches, kept from scan to scan.
    private var matches: [PatternMatch] = []

    /// What a scan of an unusual text needed is not kept: 64 Ki matches.
    private static let keptMatches = 1 << 16

    init(_ pointer: OpaquePointer?) { self.pointer = pointer }

    deinit { if let pointer { hs_free_scratch(pointer) } }

    /// An empty list with memory, for one scan.
    func takeMatches() -> [PatternMatch] {
        var taken: [PatternMatch] = []
        swap(&taken, &matches)
        return taken
    }

    /// Takes back the memory of a list.
    func giveBack(_ used: inout [PatternMatch]) {
        guard used.capacity <= Self.keptMatches, used.capacity > matches.capacity else { return }
        used.removeAll(keepingCapacity: true)
        swap(&used, &matches)
    }
}
