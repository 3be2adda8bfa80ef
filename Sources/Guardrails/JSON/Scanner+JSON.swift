extension Scanner {
    /// Scans the values of a JSON text: strings without their escapes, numbers, each with the name of its member as context.
    /// - Parameters:
    ///   - json: a JSON text that has been checked. What is not JSON is scanned as far as it can be read.
    ///   - context: what is known about the text; the field's name is set for each value.
    ///   - scratch: made by ``makeScratch()``.
    /// - Returns: findings in the order of the text; of those that overlap, all.
    /// - Throws: ``PatternError``
    public func scan(
        json: [UInt8],
        context: ScanContext = ScanContext(),
        using scratch: PatternScratch?
    ) throws -> [JSONFinding] {
        var found: [JSONFinding] = []
        let text = json.span
        // One name is the context of many values: of a list, of the rows of a table.
        var lastName: (range: Range<Int>, name: String)?
        func name(_ range: Range<Int>) -> String {
            if let lastName, lastName.range == range { return lastName.name }
            let name = String(decoding: JSONUnescaping(text, range).bytes, as: UTF8.self)
            lastName = (range, name)
            return name
        }
        try JSONValues.forEach(in: text) { value in
            guard !value.contents.isEmpty else { return }
            let unescaped = JSONUnescaping(text, value.contents)
            var context = context
            context.fieldName = value.field.map(name) ?? context.fieldName
            for finding in try scan(unescaped.bytes, context: context, using: scratch) {
                let range = unescaped.map.original(finding.range)
                var finding = finding
                finding.range =
                    value.contents.lowerBound &+ range.lowerBound..<value.contents.lowerBound &+ range.upperBound
                found.append(
                    JSONFinding(
                        finding: finding,
                        field: context.fieldName,
                        value: value.token,
                        isString: value.isString
                    )
                )
            }
        }
        return found
    }
}
