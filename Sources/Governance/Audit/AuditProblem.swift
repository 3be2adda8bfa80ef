/// The first thing that is wrong with an audit log.
public enum AuditProblem: Hashable, Sendable, CustomStringConvertible {
    /// The entry at a place is not the one that was written there: it, or what comes before it, was changed.
    case edited(sequence: Int64)
    /// Entries are missing from this place on.
    case gap(sequence: Int64)
    /// The entry at a place belongs elsewhere: entries changed their order.
    case reordered(sequence: Int64)
    /// Entries are missing at the end; the log should go on to `head` but ends at `sequence`.
    case truncated(sequence: Int64, head: Int64)
    /// Entries stand after the log's end, which nobody wrote by the log's way.
    case appended(sequence: Int64)
    /// The digest at the log's end, or at a head noted elsewhere, is another one: the chain was written anew.
    case rewritten(sequence: Int64)

    /// What is wrong, for people.
    public var description: String {
        switch self {
        case .edited(let sequence): "entry \(sequence) was edited"
        case .gap(let sequence): "entries are missing from \(sequence) on"
        case .reordered(let sequence): "entry \(sequence) is out of its order"
        case .truncated(let sequence, let head): "the log ends at entry \(sequence) and should go on to \(head)"
        case .appended(let sequence): "entry \(sequence) stands after the log's end"
        case .rewritten(let sequence): "the log up to entry \(sequence) is not the one whose head was noted"
        }
    }
}
