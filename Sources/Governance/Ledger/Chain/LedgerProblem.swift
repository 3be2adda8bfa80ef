/// What is wrong with a ledger.
public struct LedgerProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind, for programs.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A row is not what was written, or a segment's digest does not follow from its rows.
        case edited
        /// Rows or segments are missing between others.
        case gap
        /// Rows or segments are in another order.
        case reordered
        /// The end is missing.
        case truncated
        /// A segment follows on something else than what is before it.
        case forged
        /// There is more than the head knows of.
        case surplus
        /// What repeats a row's content for searching or adding up says something else.
        case index
        /// A head that was noted down does not fit.
        case anchor
    }

    /// The kind.
    public var kind: Kind
    /// The segment's number.
    public var segment: Int64
    /// The row's sequence number, where it is known.
    public var sequence: Int64?

    /// A problem.
    public init(_ kind: Kind, segment: Int64, sequence: Int64? = nil) {
        self.kind = kind
        self.segment = segment
        self.sequence = sequence
    }

    /// One line for people.
    public var description: String {
        let place = sequence.map { ", row \($0)" } ?? ""
        return "\(kind.rawValue) at segment \(segment)\(place)"
    }
}
