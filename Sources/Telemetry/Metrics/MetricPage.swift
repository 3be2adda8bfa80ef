/// The values of all families at one moment.
public struct MetricPage: Sendable {
    /// A value and the labels' values that name it.
    public struct Sample: Hashable, Sendable {
        /// The values of the family's labels, in their order; empty texts for those that it has not.
        public var labels: [String]
        /// The value.
        public var value: MetricValue
    }

    /// A family and its values.
    public struct Entry: Sendable {
        /// The family.
        public let family: MetricFamily
        /// Its values, in the order in which they were added.
        public fileprivate(set) var samples: [Sample]
    }

    /// The families with values, in the order in which they came.
    public private(set) var entries: [Entry] = []
    private var places: [String: Int] = [:]

    /// Nothing yet.
    public init() {}

    /// Adds a value. One of the same labels must not be added twice.
    /// - Parameters:
    ///   - labels: the values of the family's labels, in their order.
    public mutating func add(_ family: MetricFamily, _ value: MetricValue, _ labels: String...) {
        add(family, value, labels: labels)
    }

    /// Adds a value; see ``add(_:_:_:)``.
    public mutating func add(_ family: MetricFamily, _ value: MetricValue, labels: [String]) {
        assert(labels.count == family.labels.count, "\(family.name) has the labels \(family.labels)")
        let sample = Sample(labels: labels, value: value)
        if let place = places[family.name] {
            entries[place].samples.append(sample)
        } else {
            places[family.name] = entries.count
            entries.append(Entry(family: family, samples: [sample]))
        }
    }

    /// The values of a family; none where it has none.
    public func samples(of family: MetricFamily) -> [Sample] {
        places[family.name].map { entries[$0].samples } ?? []
    }
}
