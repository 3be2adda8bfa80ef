/// Turns the bytes of a document into a tree.
enum DocumentReader {
    /// What reading gave: a tree if there is one to go on with, and all problems so far.
    struct Result {
        var root: DocumentNode?
        var problems: [DocumentProblem]
    }

    /// Reads JSON where the file's name ends in `.json`, YAML otherwise.
    static func read(_ bytes: [UInt8], isJSON: Bool) -> Result {
        guard bytes.count <= DocumentLimits.bytes else {
            let problem = DocumentProblem(
                .tooLarge,
                at: nil,
                "the document is larger than \(ByteSize.text(DocumentLimits.bytes))"
            )
            return Result(root: nil, problems: [problem])
        }
        var bytes = bytes[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let problem = DocumentProblem(
                .syntax,
                at: firstInvalidPosition(bytes),
                "the text is not UTF-8; save the file as UTF-8"
            )
            return Result(root: nil, problems: [problem])
        }
        return isJSON ? JSONDocumentReader.read(text) : YAMLDocumentReader.read(text)
    }

    private static func firstInvalidPosition(_ bytes: ArraySlice<UInt8>) -> Position {
        var position = Position.start
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            if scalar == "\n" {
                position = Position(line: position.line + 1, column: 1)
            } else {
                position.column += 1
            }
        }
        return position
    }
}
