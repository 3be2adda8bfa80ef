/// One family of metrics, and all that is said of it anywhere: what Prometheus is told, what the documentation says, and by
/// what its values are counted.
public struct MetricFamily: Sendable {
    /// What a family's values are.
    public enum Kind: String, Hashable, Sendable {
        /// A count that only grows.
        case counter
        /// A value that comes and goes.
        case gauge
        /// How many values fell into which range, and their sum.
        case histogram
    }

    /// What the values are counted in, as the name has it.
    public enum Unit: String, Hashable, Sendable {
        case seconds
        case bytes
        /// US dollars.
        case usd
    }

    /// The name as Prometheus knows it; counters end in `_total`.
    public let name: String
    /// What its values are.
    public let kind: Kind
    /// What they are counted in; `nil` for things.
    public let unit: Unit?
    /// The names of the labels, in the order in which values are given.
    public let labels: [String]
    /// One sentence.
    public let help: String
    /// The ranges of a histogram.
    public let buckets: HistogramBuckets?
    /// What the documentation says beyond ``help``.
    public let remark: String
    /// Whether the values go on behind a restart, from the ledger.
    public let continues: Bool

    private init(
        _ name: String,
        _ kind: Kind,
        _ unit: Unit?,
        _ labels: [String],
        _ help: String,
        buckets: HistogramBuckets? = nil,
        remark: String = "",
        continues: Bool = false
    ) {
        self.name = name
        self.kind = kind
        self.unit = unit
        self.labels = labels
        self.help = help
        self.buckets = buckets
        self.remark = remark
        self.continues = continues
    }

    /// A family of counters.
    /// - Parameters:
    ///   - continues: whether the values go on behind a restart, from the ledger.
    static func counter(
        _ name: String,
        by labels: [String] = [],
        unit: Unit? = nil,
        _ help: String,
        remark: String = "",
        continues: Bool = false
    ) -> MetricFamily {
        MetricFamily(name, .counter, unit, labels, help, remark: remark, continues: continues)
    }

    /// A family of gauges.
    static func gauge(
        _ name: String,
        by labels: [String] = [],
        unit: Unit? = nil,
        _ help: String,
        remark: String = ""
    ) -> MetricFamily {
        MetricFamily(name, .gauge, unit, labels, help, remark: remark)
    }

    /// A family of histograms of times.
    static func histogram(
        _ name: String,
        by labels: [String] = [],
        _ buckets: HistogramBuckets,
        _ help: String,
        remark: String = ""
    ) -> MetricFamily {
        MetricFamily(name, .histogram, .seconds, labels, help, buckets: buckets, remark: remark)
    }
}
