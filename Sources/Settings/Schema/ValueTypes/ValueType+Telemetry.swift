extension ValueType<String> {
    /// The path of a file that is written, relative to the document's folder. It need not be there yet.
    static let outputFile = ValueType(.text(words: "path", pattern: "^.")) { place, reading in
        guard let scalar = reading.scalar(at: place, expected: "a path") else { return nil }
        guard let text = scalar.string, !text.isEmpty else {
            reading.reportType(of: place, expected: "a path")
            return nil
        }
        guard !text.hasSuffix("/"), !text.utf8.contains(0) else {
            reading.report(.invalidValue, at: place, "the path of a file, not of a folder, must stand here")
            return nil
        }
        return reading.resolved(path: text)
    }
}
