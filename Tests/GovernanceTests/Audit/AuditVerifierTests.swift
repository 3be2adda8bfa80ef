import Governance
import Testing

@Suite("The audit log's chain")
struct AuditVerifierTests {
    private struct Row: Hashable {
        var sequence: Int64
        var entry: [UInt8]
        var digest: AuditDigest
    }

    private static let count = 6

    private let rows: [Row]
    private let head: AuditHead

    init() {
        var head = AuditHead.empty
        var rows: [Row] = []
        for sequence in 1...Int64(Self.count) {
            let entry = Array("entry \(sequence)".utf8)
            let digest = AuditChain.digest(of: entry, sequence: sequence, after: head.digest)
            rows.append(Row(sequence: sequence, entry: entry, digest: digest))
            head = AuditHead(sequence: sequence, digest: digest)
        }
        self.rows = rows
        self.head = head
    }

    private func problem(of rows: [Row], head: AuditHead? = nil, anchor: AuditHead? = nil) -> AuditProblem? {
        var verifier = AuditVerifier(anchor: anchor)
        for row in rows {
            guard verifier.check(sequence: row.sequence, entry: row.entry, digest: row.digest) else { break }
        }
        return verifier.finish(head: head ?? self.head)
    }

    @Test func `The digest is the one that the format says`() {
        // printf 'kanmon-audit-1' + 32 zero bytes + 00 00 00 00 00 00 00 01 + '{}' | sha256sum
        let digest = AuditChain.digest(of: Array("{}".utf8), sequence: 1, after: .start)
        #expect("\(digest)" == "ce356b350f9f99b7c86f47c30e03280783cebf64a1463db86988eff04e887a1e")
    }

    @Test func `A whole chain is whole, also one of nothing`() {
        #expect(problem(of: rows) == nil)
        #expect(problem(of: [], head: .empty) == nil)
    }

    @Test(arguments: 0..<count)
    func `An edit is found at its place`(index: Int) {
        var edited = rows
        edited[index].entry.append(0)
        #expect(problem(of: edited) == .edited(sequence: Int64(index + 1)))
        edited = rows
        edited[index].digest = .start
        #expect(problem(of: edited) == .edited(sequence: Int64(index + 1)))
    }

    @Test(arguments: 0..<count)
    func `An entry chained anew without those after it is found`(index: Int) {
        var edited = rows
        edited[index].entry.append(0)
        let previous = index == 0 ? .start : rows[index - 1].digest
        edited[index].digest = AuditChain.digest(
            of: edited[index].entry,
            sequence: edited[index].sequence,
            after: previous
        )
        let isLast = index == Self.count - 1
        let expected: AuditProblem = isLast ? .rewritten(sequence: 6) : .edited(sequence: Int64(index + 2))
        #expect(problem(of: edited) == expected)
    }

    @Test(arguments: 0..<count)
    func `A gap is found at its place`(index: Int) {
        var cut = rows
        cut.remove(at: index)
        let isLast = index == Self.count - 1
        #expect(problem(of: cut) == (isLast ? .truncated(sequence: 5, head: 6) : .gap(sequence: Int64(index + 1))))
    }

    @Test(arguments: 0..<count, 0..<count)
    func `Entries that changed places are found`(left: Int, right: Int) {
        guard left < right else { return }
        var swapped = rows
        swapped.swapAt(left, right)
        swapped[left].sequence = Int64(left + 1)
        swapped[right].sequence = Int64(right + 1)
        #expect(problem(of: swapped) == .reordered(sequence: Int64(left + 1)))
    }

    @Test(arguments: 0..<count)
    func `A missing end and an added one are found`(kept: Int) {
        #expect(problem(of: Array(rows.prefix(kept))) == .truncated(sequence: Int64(kept), head: 6))
        let earlier = kept == 0 ? .empty : AuditHead(sequence: Int64(kept), digest: rows[kept - 1].digest)
        #expect(problem(of: rows, head: earlier) == .appended(sequence: Int64(kept + 1)))
    }

    @Test(arguments: 1...count)
    func `A head noted elsewhere tells a chain that was written anew`(place: Int) {
        let noted = AuditHead(sequence: Int64(place), digest: rows[place - 1].digest)
        #expect(problem(of: rows, anchor: noted) == nil)
        var forged: [Row] = []
        var end = AuditHead.empty
        for sequence in 1...Int64(Self.count) {
            let entry = Array("forged \(sequence)".utf8)
            let digest = AuditChain.digest(of: entry, sequence: sequence, after: end.digest)
            forged.append(Row(sequence: sequence, entry: entry, digest: digest))
            end = AuditHead(sequence: sequence, digest: digest)
        }
        #expect(problem(of: forged, head: end) == nil)
        #expect(problem(of: forged, head: end, anchor: noted) == .rewritten(sequence: Int64(place)))
    }

    @Test func `A digest is read back from its text and from nothing else`() {
        let digest = rows[0].digest
        #expect(AuditDigest(hexadecimal: "\(digest)") == digest)
        for text in ["", "\(digest)0", String("\(digest)".dropLast()), String(repeating: "G", count: 64)] {
            #expect(AuditDigest(hexadecimal: text) == nil)
        }
        #expect(AuditDigest([UInt8](repeating: 0, count: 31)) == nil)
    }
}
