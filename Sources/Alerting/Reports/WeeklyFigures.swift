public import Governance
public import Pricing

/// What a week came to, by the ledger.
public struct WeeklyFigures: Hashable, Sendable {
    /// Sums of requests.
    public struct Sums: Hashable, Sendable {
        /// Requests.
        public var requests = 0
        /// Those that failed, whoever was at fault.
        public var errors = 0
        /// Input tokens.
        public var inputTokens = 0
        /// Output tokens.
        public var outputTokens = 0
        /// What those with a known price cost.
        public var cost = Money.zero
        /// Those without.
        public var unpriced = 0
        /// Those answered from the cache.
        public var hits = 0
        /// What caches saved.
        public var saved = Money.zero

        /// Nothing.
        public init() {}

        /// All tokens.
        public var tokens: Int { inputTokens &+ outputTokens }
        /// The share that was answered; `nil` where nothing was asked.
        public var success: Double? { requests > 0 ? 1 - Double(errors) / Double(requests) : nil }
        /// The share answered from the cache; `nil` where nothing was asked.
        public var hitShare: Double? { requests > 0 ? Double(hits) / Double(requests) : nil }
    }

    /// One of the largest.
    public struct Row: Hashable, Sendable {
        /// Its name; `nil` for what belongs to none.
        public var name: String?
        /// Its sums.
        public var sums: Sums

        /// A row.
        public init(name: String?, sums: Sums) {
            self.name = name
            self.sums = sums
        }
    }

    /// A day.
    public struct Day: Hashable, Sendable {
        /// Its date: `2026-11-21`.
        public var date: String
        /// Its sums.
        public var sums: Sums

        /// A day.
        public init(date: String, sums: Sums) {
            self.date = date
            self.sums = sums
        }
    }

    /// How often a status was seen.
    public struct Status: Hashable, Sendable {
        /// The HTTP status; a stream that broke off has 200.
        public var status: Int
        /// How often.
        public var count: Int

        /// A status.
        public init(status: Int, count: Int) {
            self.status = status
            self.count = count
        }
    }

    /// How many of the largest are named.
    public static let largest = 10

    /// Which week.
    public var week: ISOWeek
    /// The time zone of its days.
    public var zone: String
    /// Its first second, and the first one after it.
    public var interval: PeriodInterval
    /// The week's sums.
    public var total = Sums()
    /// The sums of the week before.
    public var previous = Sums()
    /// Its seven days.
    public var days: [Day] = []
    /// The teams with the most tokens.
    public var teams: [Row] = []
    /// The keys with the most tokens.
    public var keys: [Row] = []
    /// The models with the most tokens.
    public var models: [Row] = []
    /// The providers, those with the most errors first.
    public var providers: [Row] = []
    /// The statuses of failed requests, the most frequent first.
    public var statuses: [Status] = []
    /// Whether there were more failures than were looked at, so that ``statuses`` are those of the last ones.
    public var areStatusesPartial = false

    /// A week without requests.
    public init(week: ISOWeek, zone: ZoneRules) {
        self.week = week
        self.zone = zone.name
        interval = week.interval(in: zone)
    }

    /// Rows with the most tokens, without those that have none and no requests.
    public static func largest(of rows: [Row]) -> [Row] {
        Array(
            rows.filter { $0.sums.requests > 0 }
                .sorted { ($1.sums.tokens, $0.name ?? "") < ($0.sums.tokens, $1.name ?? "") }
                .prefix(largest)
        )
    }
}
