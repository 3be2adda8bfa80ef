/// What Docs/observability.md says that is written from the definitions, part by part.
///
/// A part stands between `<!-- begin NAME -->` and `<!-- end NAME -->`; what is around them is written by hand.
public struct ObservabilityDocument: Sendable {
    /// A part of the document.
    public struct Part: Sendable {
        /// The name between its marks.
        public let name: String
        /// What stands there, in Markdown.
        public let text: String

        /// A part.
        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// All parts.
    public static var parts: [Part] {
        [
            Part(name: "metrics", text: MetricTable.markdown), Part(name: "spans", text: SpanFields.markdown),
            Part(name: "logs", text: LogFields.markdown),
        ]
    }

    /// A document with all its parts as they are defined now.
    /// - Parameter document: the document, whose parts may be out of date.
    /// - Returns: `nil` where the marks of a part are missing.
    public static func updated(_ document: String) -> String? {
        var document = document
        for part in parts {
            let (begin, end) = ("<!-- begin \(part.name) -->\n", "<!-- end \(part.name) -->")
            guard let first = document.firstRange(of: begin),
                let last = document[first.upperBound...].firstRange(of: end)
            else { return nil }
            document.replaceSubrange(first.upperBound..<last.lowerBound, with: "\n\(part.text)\n")
        }
        return document
    }
}
