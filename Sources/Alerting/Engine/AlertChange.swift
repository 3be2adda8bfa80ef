public import Governance

/// Something that people are to be told of.
public struct AlertChange: Hashable, Sendable {
    /// What has happened.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// It has begun.
        case raised
        /// It goes on, and was told of a while ago.
        case still
        /// It is over.
        case cleared
    }

    /// Why something is over.
    public enum Ending: String, Hashable, Sendable, CaseIterable {
        /// The values are good again.
        case recovered
        /// There have been no values for a while: nothing is asked any more, or it is no longer there.
        case missing
        /// The rule is gone or turned off.
        case unwatched
    }

    /// What has happened.
    public var kind: Kind
    /// By which rule; as it was last, where it is gone.
    public var rule: AlertRule
    /// Of what.
    public var subject: AlertSubject
    /// The last value.
    public var value: Double
    /// Since when it is or was the case.
    public var since: WallTime
    /// When it was found.
    public var at: WallTime
    /// Why it is over; `nil` while it is not.
    public var ending: Ending?

    /// The same for everything that is told of one occurrence, and for no other: rule, subject and beginning.
    public var occurrence: String { "\(rule.name)|\(subject.text)|\(since.seconds)" }
}
