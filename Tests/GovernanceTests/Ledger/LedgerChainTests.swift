import Governance
import Testing

@Suite struct LedgerChainTests {
    /// Three segments of three, one and two rows.
    private func ledger() -> (segments: [LedgerSegment], head: LedgerHead) {
        var chain = LedgerChain()
        var segments: [LedgerSegment] = []
        for count in [3, 1, 2] {
            let first = chain.head.sequence + 1
            let rows = (0..<count).map { offset in
                LedgerSegment.Row(sequence: first + Int64(offset), leaf: .bytes([UInt8(first) + UInt8(offset), 7]))
            }
            var segment = chain.append(leaves: rows.map { LedgerHash.leaf(of: bytes(of: $0)) })
            segment.rows = rows
            segments.append(segment)
        }
        return (segments, chain.head)
    }

    private func bytes(of row: LedgerSegment.Row) -> [UInt8] {
        switch row.leaf {
        case .bytes(let bytes), .tombstone(let bytes): bytes
        }
    }

    private func problem(_ segments: [LedgerSegment], _ head: LedgerHead) -> LedgerProblem? {
        var chain = LedgerChain()
        do throws(LedgerProblem) {
            for segment in segments { try chain.check(segment) }
            try chain.finish(at: head)
            return nil
        } catch {
            return error
        }
    }

    @Test func aLeafIsTheSHA256OfTheBytes() {
        #expect(
            hexadecimal(LedgerHash.leaf(of: Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
    }

    /// Worked out by hand with another program.
    @Test func aDigestCoversThePreviousOneThePlaceTheCountAndTheLeaves() {
        let digest = LedgerHash.segment(
            previous: LedgerHead.empty.digest,
            first: 1,
            leaves: [LedgerHash.leaf(of: Array("abc".utf8))]
        )
        #expect(hexadecimal(digest) == "fd1bfcb3895918d117939982037461152e2745302f297e7ba4b648b683c6df93")
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test func whatWasWrittenIsRight() {
        let (segments, head) = ledger()
        #expect(problem(segments, head) == nil)
        #expect(problem([], .empty) == nil)
        #expect(head.sequence == 6 && head.segments == 3)
    }

    @Test func tombstonesKeepTheChain() {
        var (segments, head) = ledger()
        for segment in segments.indices {
            for row in segments[segment].rows.indices {
                let leaf = LedgerHash.leaf(of: bytes(of: segments[segment].rows[row]))
                segments[segment].rows[row].leaf = .tombstone(leaf)
                #expect(problem(segments, head) == nil)
            }
        }
        segments[1].rows[0].leaf = .tombstone([UInt8](repeating: 0, count: 32))
        #expect(problem(segments, head)?.kind == .edited)
        segments[1].rows[0].leaf = .tombstone([])
        #expect(problem(segments, head)?.kind == .edited)
    }

    @Test func anEditedRowIsFound() {
        let (segments, head) = ledger()
        for segment in segments.indices {
            for row in segments[segment].rows.indices {
                var changed = segments
                changed[segment].rows[row].leaf = .bytes([99])
                #expect(problem(changed, head) == LedgerProblem(.edited, segment: Int64(segment) + 1))
            }
        }
    }

    @Test func aMissingRowIsAGap() {
        let (segments, head) = ledger()
        for (segment, row) in [(0, 0), (0, 1), (0, 2), (1, 0), (2, 1)] {
            var changed = segments
            let sequence = changed[segment].rows.remove(at: row).sequence
            #expect(problem(changed, head) == LedgerProblem(.gap, segment: Int64(segment) + 1, sequence: sequence))
        }
    }

    @Test func exchangedRowsAreFound() {
        let (segments, head) = ledger()
        var moved = segments
        moved[0].rows.swapAt(0, 1)
        #expect(problem(moved, head) == LedgerProblem(.reordered, segment: 1, sequence: 1))
        var renumbered = moved
        renumbered[0].rows[0].sequence = 1
        renumbered[0].rows[1].sequence = 2
        #expect(problem(renumbered, head) == LedgerProblem(.edited, segment: 1))
    }

    @Test func aRowTooManyIsFound() {
        var (segments, head) = ledger()
        segments[2].rows.append(LedgerSegment.Row(sequence: 7, leaf: .bytes([1])))
        #expect(problem(segments, head) == LedgerProblem(.surplus, segment: 3, sequence: 7))
    }

    @Test func missingAndExchangedSegmentsAreFound() {
        let (segments, head) = ledger()
        #expect(problem([segments[0], segments[2]], head)?.kind == .gap)
        #expect(problem([segments[1], segments[2]], head)?.kind == .gap)
        #expect(problem([segments[0], segments[0]], head)?.kind == .reordered)
    }

    @Test func aMissingEndIsFound() {
        let (segments, head) = ledger()
        #expect(problem(Array(segments.prefix(2)), head) == LedgerProblem(.truncated, segment: 3, sequence: 5))
        #expect(problem([], head) == LedgerProblem(.truncated, segment: 1, sequence: 1))
    }

    @Test func moreThanTheHeadKnowsIsFound() {
        let (segments, _) = ledger()
        let head = LedgerHead(segments: 2, sequence: 4, digest: segments[1].digest)
        #expect(problem(segments, head)?.kind == .surplus)
    }

    @Test func forgedSegmentsAreFound() {
        let (segments, head) = ledger()
        // Rewritten from the second on, in itself right: the third does not follow on it.
        var chain = LedgerChain(from: LedgerHead(segments: 1, sequence: 3, digest: segments[0].digest))
        var forged = chain.append(leaves: [LedgerHash.leaf(of: [66])])
        forged.rows = [LedgerSegment.Row(sequence: 4, leaf: .bytes([66]))]
        #expect(problem([segments[0], forged, segments[2]], head) == LedgerProblem(.forged, segment: 3))
        // Rewritten to the end: the head that is kept apart differs.
        var last = chain.append(leaves: segments[2].rows.map { LedgerHash.leaf(of: bytes(of: $0)) })
        last.rows = segments[2].rows
        #expect(problem([segments[0], forged, last], head) == LedgerProblem(.forged, segment: 3))
        #expect(problem([segments[0], forged, last], chain.head) == nil)
    }

    @Test func absurdNumbersAreFound() {
        let (segments, head) = ledger()
        for (first, count) in [(Int64.max, 1), (1, Int64.max), (1, 0), (1, -3), (0, 3)] as [(Int64, Int64)] {
            var changed = segments
            changed[0].first = first
            changed[0].count = count
            #expect(problem(changed, head)?.kind == .edited)
        }
    }
}
