/// Extends and checks the ledger's chain, segment after segment.
public struct LedgerChain: Hashable, Sendable {
    /// The end of what has been added or found right.
    public private(set) var head: LedgerHead

    /// A chain that goes on from a head.
    public init(from head: LedgerHead = .empty) { self.head = head }

    /// Adds a segment of new rows.
    /// - Parameter leaves: the rows' leaves, at least one.
    /// - Returns: what is to be stored of the segment.
    public mutating func append(leaves: [[UInt8]]) -> LedgerSegment {
        let first = head.sequence + 1
        let digest = LedgerHash.segment(previous: head.digest, first: first, leaves: leaves)
        let segment = LedgerSegment(
            number: head.segments + 1,
            first: first,
            count: Int64(leaves.count),
            previous: head.digest,
            digest: digest,
            rows: []
        )
        head = LedgerHead(segments: segment.number, sequence: head.sequence + segment.count, digest: digest)
        return segment
    }

    /// Checks the next segment.
    /// - Throws: what is wrong with it; the chain stays where it was.
    public mutating func check(_ segment: LedgerSegment) throws(LedgerProblem) {
        let number = head.segments + 1
        guard segment.number == number else {
            throw LedgerProblem(segment.number > number ? .gap : .reordered, segment: number)
        }
        guard segment.previous == head.digest else { throw LedgerProblem(.forged, segment: number) }
        guard segment.first == head.sequence + 1, segment.count > 0, segment.count < 1 << 32 else {
            throw LedgerProblem(.edited, segment: number)
        }
        let leaves = try leaves(of: segment)
        let digest = LedgerHash.segment(previous: segment.previous, first: segment.first, leaves: leaves)
        guard digest == segment.digest else { throw LedgerProblem(.edited, segment: number) }
        head = LedgerHead(segments: number, sequence: head.sequence + segment.count, digest: digest)
    }

    /// Checks, after the last segment, that the head that is kept apart is the one arrived at.
    /// - Throws: ``LedgerProblem/Kind/truncated`` where the end is missing, ``LedgerProblem/Kind/surplus`` where there is
    ///   more than the head knows, ``LedgerProblem/Kind/forged`` where the digests differ.
    public func finish(at kept: LedgerHead) throws(LedgerProblem) {
        if head.segments < kept.segments || head.sequence < kept.sequence {
            throw LedgerProblem(.truncated, segment: head.segments + 1, sequence: head.sequence + 1)
        }
        if head.segments > kept.segments || head.sequence > kept.sequence {
            throw LedgerProblem(.surplus, segment: kept.segments + 1, sequence: kept.sequence + 1)
        }
        guard head.digest == kept.digest else { throw LedgerProblem(.forged, segment: head.segments) }
    }

    private func leaves(of segment: LedgerSegment) throws(LedgerProblem) -> [[UInt8]] {
        var leaves: [[UInt8]] = []
        leaves.reserveCapacity(segment.rows.count)
        var expected = segment.first
        for row in segment.rows {
            guard row.sequence == expected else {
                // A number that comes later, or came before, is out of its place; one that comes nowhere is missing.
                let isElsewhere = segment.rows.contains { $0.sequence == expected }
                throw LedgerProblem(isElsewhere ? .reordered : .gap, segment: segment.number, sequence: expected)
            }
            switch row.leaf {
            case .bytes(let bytes): leaves.append(LedgerHash.leaf(of: bytes))
            case .tombstone(let hash):
                // All of one length: else bytes could move from one leaf to the next under the same digest.
                guard hash.count == LedgerHash.count else {
                    throw LedgerProblem(.edited, segment: segment.number, sequence: row.sequence)
                }
                leaves.append(hash)
            }
            expected += 1
        }
        let end = segment.first + segment.count
        guard expected >= end else { throw LedgerProblem(.gap, segment: segment.number, sequence: expected) }
        guard expected == end else { throw LedgerProblem(.surplus, segment: segment.number, sequence: end) }
        return leaves
    }
}
