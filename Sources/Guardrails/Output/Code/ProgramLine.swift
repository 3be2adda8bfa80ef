/// How much a line looks like one of a program.
enum ProgramLine {
    private static let declarations: Set<Substring> = [
        "def", "func", "function", "fn", "class", "struct", "enum", "interface", "namespace", "impl", "module",
    ]
    private static let modifiers: Set<Substring> = [
        "public", "private", "protected", "static", "async", "export", "default", "final", "abstract", "override",
        "internal",
        "pub",
    ]
    private static let variables: Set<Substring> = ["const", "let", "var", "val", "int", "string", "auto", "final"]
    private static let controls = [
        "if", "for", "while", "switch", "else", "try", "catch", "elif", "except", "with", "match",
    ]
    private static let calls = [
        "console.log(", "print(", "println!(", "System.out.print", "printf(", "fmt.Print", "document.get", "std::cout",
    ]

    /// 0 for prose, 1 for what may be either, 2 for a program.
    static func weight(of line: CodeLines.Line) -> Int {
        let text = line.text
        guard let first = line.words.first, let last = text.utf8.last else { return 0 }
        if text.hasPrefix("#include <") || text.hasPrefix("#include \"") || text.hasPrefix("<?php") { return 2 }
        if text.hasPrefix("#!/") { return ShellLine.isCommand(line) ? 0 : 2 }
        let opens = last == UInt8(ascii: "{")
        let ends = last == UInt8(ascii: ";")
        let isBlockEnd = text.utf8.allSatisfy { "})];,".utf8.contains($0) }
        if isBlockEnd { return last == UInt8(ascii: ",") ? 0 : 1 }
        let hasCall = text.utf8.contains(UInt8(ascii: "(")) && text.utf8.contains(UInt8(ascii: ")"))
        var words = line.words[...]
        while let word = words.first, modifiers.contains(word), words.count > 1 { words.removeFirst() }
        if let word = words.first, declarations.contains(word), words.count > 1 {
            if opens || last == UInt8(ascii: ":") && (hasCall || word == "class") && words.count <= 12 { return 2 }
            return 0
        }
        if words.count < line.words.count, hasCall, opens || ends { return 2 }
        if let word = words.first, variables.contains(word), words.count > 3,
            words.contains(where: { $0 == "=" || $0 == ":=" })
        {
            let isNamed = words.dropFirst().first?.utf8.allSatisfy { $0 < 0x80 } == true
            return isNamed ? (ends || word != "let" && word != "final" ? 2 : 1) : 0
        }
        if calls.contains(where: { text.hasPrefix($0) }), text.utf8.contains(UInt8(ascii: ")")) { return 2 }
        if text.hasPrefix("import "), text.contains(" from '") || text.contains(" from \"") { return 2 }
        if first == "from", line.words.count >= 4, line.words[2] == "import" { return 1 }
        if first == "import" || first == "using" || first == "package" || first == "use" || first == "require" {
            return line.words.count <= (first == "import" ? 4 : 2) && text.utf8.allSatisfy { $0 < 0x80 }
                && last != UInt8(ascii: ".")
                ? 1 : 0
        }
        let control = controls.contains { first == $0 || first.hasPrefix("\($0)(") || first.hasPrefix("}") }
        if control, opens { return 2 }
        if control, last == UInt8(ascii: ":"), text.utf8.contains(where: { "=<>()[]".utf8.contains($0) }) { return 1 }
        if first == "return", ends || line.words.count <= 2 { return 1 }
        if ends, text.utf8.contains(where: { "=(".utf8.contains($0) }), text.utf8.allSatisfy({ $0 < 0x80 }) { return 1 }
        if first.hasPrefix("@"), line.words.count == 1, text.count > 2, hasCall { return 1 }
        // An assignment of Python or Ruby.
        if line.words.count >= 3, line.words[1] == "=" || line.words[1] == "+=", first.utf8.allSatisfy(isNamePart),
            last != UInt8(ascii: ".")
        {
            return 1
        }
        return 0
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || "_.[]'\"".utf8.contains(byte)
    }
}
