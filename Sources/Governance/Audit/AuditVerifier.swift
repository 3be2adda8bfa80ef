/// Goes through an audit log from its first entry and finds the first thing that is wrong.
public struct AuditVerifier: Sendable {
    private let anchor: AuditHead?
    private var head = AuditHead.empty
    /// The place where a wrong entry stands, while the right one is looked for among those that follow.
    private var suspect: Int64?
    /// What is wrong; `nil` as long as nothing is.
    public private(set) var problem: AuditProblem?

    /// A verifier.
    /// - Parameter anchor: a head that was noted outside the store, which the log must contain.
    public init(anchor: AuditHead? = nil) { self.anchor = anchor }

    /// The last entry that was found right.
    public var verified: AuditHead { head }

    /// Looks at the next entry, in the order of places.
    ///
    /// A digest that does not fit tells that something is wrong. What, the entries that follow tell: if one of them is what
    /// belongs to the place, with its own digest, entries changed their order; else the entry was edited.
    /// - Parameters:
    ///   - sequence: the place that the entry says it has.
    ///   - entry: its bytes as they are stored.
    ///   - digest: the digest that is stored with it; `nil` where that is no digest.
    /// - Returns: whether to go on.
    public mutating func check(sequence: Int64, entry: [UInt8], digest: AuditDigest?) -> Bool {
        guard problem == nil else { return false }
        if let suspect {
            guard AuditChain.digest(of: entry, sequence: suspect, after: head.digest) == digest else { return true }
            problem = .reordered(sequence: suspect)
            return false
        }
        let expected = head.sequence &+ 1
        guard sequence == expected else {
            problem = sequence > expected ? .gap(sequence: expected) : .reordered(sequence: sequence)
            return false
        }
        guard let digest, AuditChain.digest(of: entry, sequence: sequence, after: head.digest) == digest else {
            suspect = sequence
            return true
        }
        head = AuditHead(sequence: sequence, digest: digest)
        if let anchor, anchor.sequence == sequence, anchor.digest != digest {
            problem = .rewritten(sequence: sequence)
            return false
        }
        return true
    }

    /// Ends with the head that the store keeps apart from the entries.
    /// - Returns: the first thing that is wrong; `nil` where the log is whole.
    public mutating func finish(head stored: AuditHead) -> AuditProblem? {
        if problem != nil { return problem }
        if let suspect {
            problem = .edited(sequence: suspect)
            return problem
        }
        if head.sequence < max(stored.sequence, anchor?.sequence ?? 0) {
            problem = .truncated(sequence: head.sequence, head: max(stored.sequence, anchor?.sequence ?? 0))
        } else if head.sequence > stored.sequence {
            problem = .appended(sequence: stored.sequence &+ 1)
        } else if head.digest != stored.digest {
            problem = .rewritten(sequence: head.sequence)
        }
        return problem
    }
}
