import Yams

/// The marks that stand in place of repeated keys' first characters, and what they replace.
struct KeyMarks {
    private var replaced: [Unicode.Scalar: Unicode.Scalar] = [:]
    /// How many bytes may still be read again; each repair costs one more reading of the document.
    private var budget = 8 << 20

    /// Makes the repeated key that Yams stopped at unique.
    /// - Returns: false if the error is another one, or the key cannot be marked: then there is no going on.
    mutating func repair(_ lines: inout ScalarLines, after error: any Error) -> Bool {
        guard case .duplicatedKeysInMapping(_, let context) = error as? YamlError,
            replaced.count < YAMLDocumentReader.repairLimit,
            let mark = Unicode.Scalar(YAMLDocumentReader.firstKeyMark + UInt32(replaced.count)),
            budget > 0
        else { return false }
        var position = Position(context.mark)
        if let quote = lines[position], quote == "\"" || quote == "'" { position.column += 1 }
        // Only characters that stand for themselves may go; an escape, a quote or an anchor may not.
        guard let character = lines[position], character.isASCII, character.properties.isAlphabetic else {
            return false
        }
        budget -= lines.utf8Count
        replaced[mark] = character
        lines[position] = mark
        return true
    }

    /// The text as the document has it.
    func restore(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.first else { return text }
        var restored = String.UnicodeScalarView()
        restored.append(replaced[first] ?? first)
        restored.append(contentsOf: scalars.dropFirst())
        return String(restored).replacing(YAMLDocumentReader.aliasMark, by: "*")
    }
}

extension String {
    /// The text with one scalar replaced by another throughout.
    fileprivate func replacing(_ old: Unicode.Scalar, by new: Unicode.Scalar) -> String {
        guard unicodeScalars.contains(old) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0 == old ? new : $0 }))
    }
}
