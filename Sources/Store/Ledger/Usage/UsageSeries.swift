/// Usage over time, step by step.
public enum UsageSeries {
    /// How long steps are.
    public enum Step: String, Hashable, Sendable, CaseIterable {
        /// A minute. Added up from the records themselves: what retention has taken is not in it.
        case minute
        /// An hour of a time zone's.
        case hour
        /// A day of a time zone's.
        case day

        /// How many seconds a step has.
        public var seconds: Int64 {
            switch self {
            case .minute: 60
            case .hour: 3600
            case .day: 86_400
            }
        }

        /// The beginning of the step that a moment lies in.
        /// - Parameters:
        ///   - seconds: the moment, in seconds since 1970 UTC, not below zero.
        ///   - offset: the time zone, in seconds east of UTC.
        public func start(of seconds: Int64, offset: Int) -> Int64 {
            let local = seconds + Int64(offset)
            let rest = local % self.seconds
            return local - (rest < 0 ? rest + self.seconds : rest) - Int64(offset)
        }
    }

    /// What each step is divided into.
    public struct Division: Hashable, Sendable {
        /// By what; not by time.
        public var grouping: UsageReport.Grouping
        /// The groups that are meant: a key's id, else the name; `nil` for what belongs to none. At most ``mostGroups``.
        public var groups: Set<String?>

        /// How many groups there may be.
        public static let mostGroups = 50

        /// Groups.
        public init(by grouping: UsageReport.Grouping, _ groups: Set<String?>) {
            self.grouping = grouping
            self.groups = groups
        }
    }

    /// What was used in one step, by one group where it is divided.
    public struct Part: Hashable, Sendable {
        /// The step's beginning, in seconds since 1970 UTC.
        public var start: Int64
        /// The group: a key's id, else the name; `nil` for what belongs to none, and where nothing is divided.
        public var group: String?
        /// The sums.
        public var sums: UsageReport.Sums

        /// A part.
        public init(start: Int64, group: String? = nil, sums: UsageReport.Sums) {
            self.start = start
            self.group = group
            self.sums = sums
        }
    }

    /// Refuses what cannot be added up over time.
    static func check(_ division: Division?, offset: Int) throws(StoreError) {
        try UsageReport.check(offset: offset)
        guard let division else { return }
        guard division.grouping != .day, division.grouping != .hour else {
            throw StoreError(.invalid, "steps of time cannot be divided by time")
        }
        guard division.groups.count <= Division.mostGroups else {
            throw StoreError(.invalid, "a step is divided into at most \(Division.mostGroups) groups")
        }
    }
}
