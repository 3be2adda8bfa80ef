/// Metrics in the text format that Prometheus reads (exposition format 0.0.4): families, each with its help, its type and
/// its samples.
public struct MetricsText: Sendable {
    /// What a family's samples are.
    public enum Kind: String, Sendable {
        /// A count that only grows, until the process ends.
        case counter
        /// A value that comes and goes.
        case gauge
    }

    /// The media type of the text.
    public static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// The text so far, in UTF-8.
    public private(set) var bytes: [UInt8] = []

    /// An empty text.
    public init() {}

    /// Begins a family: its samples follow.
    /// - Parameters:
    ///   - name: `[a-zA-Z_:][a-zA-Z0-9_:]*`; counters end in `_total`.
    ///   - kind: what its samples are.
    ///   - help: one sentence.
    public mutating func family(_ name: StaticString, _ kind: Kind, _ help: StaticString) {
        append("# HELP \(name) ")
        append("\(help)", escapingQuotes: false)
        append("\n# TYPE \(name) \(kind.rawValue)\n")
    }

    /// Adds a sample to the family that was begun last.
    /// - Parameters:
    ///   - name: the family's name.
    ///   - value: the value now.
    ///   - labels: names and values; values may be any text.
    public mutating func sample(
        _ name: StaticString,
        _ value: Int,
        _ labels: [(name: StaticString, value: String)] = []
    ) {
        append("\(name)")
        for (index, label) in labels.enumerated() {
            append(index == 0 ? "{" : ",")
            append("\(label.name)=\"")
            append(label.value, escapingQuotes: true)
            append("\"")
        }
        if !labels.isEmpty { append("}") }
        append(" \(value)\n")
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Line feeds and backslashes are escaped everywhere, quotes in the values of labels.
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
