/// Writes the values of a ``MetricPage`` in one of the forms that Prometheus reads.
///
/// Numbers are written exactly. In OpenMetrics no `_created` is told: counters that go on from the ledger have begun before
/// anybody knows, and Prometheus would keep another series for each of the others.
public struct MetricsText: Sendable {
    private let format: ExpositionFormat
    private var bytes: [UInt8] = []

    /// The whole text of a page.
    public static func bytes(_ page: MetricPage, as format: ExpositionFormat) -> [UInt8] {
        var text = MetricsText(format: format)
        for entry in page.entries { text.write(entry) }
        if format == .openMetrics { text.append("# EOF\n") }
        return text.bytes
    }

    private init(format: ExpositionFormat) { self.format = format }

    private mutating func write(_ entry: MetricPage.Entry) {
        let family = entry.family
        // OpenMetrics names the family of counters without what its samples end in.
        let isBare = format == .openMetrics && family.kind == .counter
        let name = isBare ? String(family.name.dropLast("_total".utf8.count)) : family.name
        append("# HELP \(name) ")
        append(family.help, escapingQuotes: format == .openMetrics)
        append("\n# TYPE \(name) \(family.kind.rawValue)\n")
        if format == .openMetrics, let unit = family.unit, name.hasSuffix("_" + unit.rawValue) {
            append("# UNIT \(name) \(unit.rawValue)\n")
        }
        for sample in entry.samples {
            switch sample.value {
            case .integer(let value): write(family, "", sample.labels, "\(value)")
            case .decimal(let units, let decimals):
                write(family, "", sample.labels, DecimalDigits.text(units, decimals: decimals))
            case .histogram(let reading): write(reading, of: family, sample.labels)
            }
        }
    }

    private mutating func write(_ reading: HistogramReading, of family: MetricFamily, _ labels: [String]) {
        guard let buckets = family.buckets else { return }
        var sum: UInt64 = 0
        for (index, count) in reading.counts.enumerated() {
            sum &+= count
            let bound = index < buckets.labels.count ? buckets.labels[index] : "+Inf"
            write(family, "_bucket", labels, "\(sum)", bound: bound, exemplar: reading.exemplars[index])
        }
        write(family, "_sum", labels, DecimalDigits.text(Int128(reading.sum), decimals: 9))
        write(family, "_count", labels, "\(sum)")
    }

    private mutating func write(
        _ family: MetricFamily,
        _ suffix: StaticString,
        _ values: [String],
        _ text: String,
        bound: String? = nil,
        exemplar: Exemplar? = nil
    ) {
        append("\(family.name)\(suffix)")
        var isFirst = true
        for (name, value) in zip(family.labels, values) where !value.isEmpty { label(name, value, &isFirst) }
        if let bound { label("le", bound, &isFirst) }
        if !isFirst { append("}") }
        append(" \(text)")
        if format == .openMetrics, let exemplar {
            let value = DecimalDigits.text(Int128(exemplar.value), decimals: 9)
            // Milliseconds are as exact as anybody reads them.
            let time = DecimalDigits.text(Int128(exemplar.time / 1_000_000), decimals: 3)
            append(" # {trace_id=\"\(exemplar.traceID)\"} \(value) \(time)")
        }
        append("\n")
    }

    private mutating func label(_ name: String, _ value: String, _ isFirst: inout Bool) {
        append(isFirst ? "{" : ",")
        isFirst = false
        append("\(name)=\"")
        append(value, escapingQuotes: true)
        append("\"")
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Line feeds and backslashes are escaped everywhere, quotes in the values of labels and in OpenMetrics' helps.
    private mutating func append(_ text: String, escapingQuotes: Bool) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n"): append("\\n")
            case UInt8(ascii: "\\"): append("\\\\")
            case UInt8(ascii: "\"") where escapingQuotes: append("\\\"")
            default: bytes.append(byte)
            }
        }
    }
}
