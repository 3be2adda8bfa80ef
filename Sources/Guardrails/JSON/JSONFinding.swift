import JSONText

/// Something that was found in a value of a JSON text.
public struct JSONFinding: Sendable, Hashable {
    /// What was found; its range is that of the bytes of the JSON text, escapes included.
    public var finding: Finding
    /// The name of the member whose value it stands in, where there is one.
    public var field: String?
    /// The whole value, quotes included.
    public var value: Range<Int>
    /// Whether the value is a string; otherwise a number.
    public var isString: Bool
}

extension JSONFinding {
    /// Replaces findings in a JSON text, which stays JSON: replacements are escaped, a number becomes a string.
    /// - Parameters:
    ///   - findings: those to replace. Of those that overlap one stands (``Swift/Array/resolved()``).
    ///   - json: the text they were found in.
    ///   - replacement: what takes the place of one.
    public static func replace(
        _ findings: [JSONFinding],
        in json: [UInt8],
        with replacement: (JSONFinding) -> String
    ) -> [UInt8] {
        let standing = Set(findings.map(\.finding).resolved())
        var edits = JSONEdits()
        for finding in findings.sorted(by: { $0.finding.range.lowerBound < $1.finding.range.lowerBound })
        where standing.contains(finding.finding) {
            let quoted = JSONValue.string(replacement(finding)).bytes
            if finding.isString {
                edits.replace(finding.finding.range, with: Array(quoted.dropFirst().dropLast()))
            } else {
                edits.replace(finding.value, with: quoted)
            }
        }
        return edits.applied(to: json.span)
    }
}
