/// The forms in which Prometheus reads metrics.
public enum ExpositionFormat: Hashable, Sendable, CaseIterable {
    /// The text format 0.0.4.
    case text
    /// OpenMetrics 1.0, which has units, and traces beside values.
    case openMetrics

    /// The media type of the form.
    public var mediaType: StaticString {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// The form that a client prefers.
    /// - Parameter accept: its `accept` header (RFC 9110 §12.5.1); `nil` where there is none.
    public init(accept: String?) {
        var best = (format: ExpositionFormat.text, quality: 0)
        for part in (accept ?? "").split(separator: ",") {
            let pieces = part.split(separator: ";").map { Self.trimmed($0) }
            let parameters = pieces.dropFirst()
            let format: ExpositionFormat
            switch pieces.first?.lowercased() {
            case "application/openmetrics-text":
                // Of a version that is not written here another one may be offered.
                let version = parameters.first { $0.hasPrefix("version=") }?.dropFirst("version=".utf8.count)
                guard version == nil || version == "1.0.0" || version == "0.0.1" else { continue }
                format = .openMetrics
            case "text/plain", "text/*", "*/*": format = .text
            default: continue
            }
            let quality = parameters.first { $0.hasPrefix("q=") }.map { Self.thousandths($0.dropFirst(2)) } ?? 1000
            if quality > best.quality { best = (format, quality) }
        }
        self = best.format
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }

    /// `0.75` as 750; zero for what is no quality.
    private static func thousandths(_ text: Substring) -> Int {
        guard let value = Double(text), value >= 0, value <= 1 else { return 0 }
        return Int((value * 1000).rounded())
    }
}
