/// Expressions of `pattern` and `patternProperties`: written for ECMA-262, run by Vectorscan in time linear in the text.
///
/// What means something else there is written out: `\d`, `\w` and `\s` with their members, `.` without line ends, `$` as the
/// very end, `\uXXXX` as code points. Look-around, back-references and `\b` are refused.
enum SchemaPattern {
    /// The expression in the engine's dialect.
    /// - Throws: ``PatternError``
    static func translated(_ expression: String) throws(PatternError) -> Pattern {
        guard expression.utf8.count <= CustomPattern.longestExpression else {
            throw .invalid(
                expression: "of the schema",
                reason: "it is longer than \(CustomPattern.longestExpression) bytes"
            )
        }
        guard RepetitionBound.of(expression) <= CustomPattern.mostRepetitions else {
            throw .invalid(
                expression: expression,
                reason: "its counted repetitions multiply to more than \(CustomPattern.mostRepetitions)"
            )
        }
        var reader = Reader(expression: expression, rest: Array(expression.unicodeScalars)[...])
        let output = try reader.read()
        // A pattern that matches nothing anywhere, the empty one, matches every text.
        return Pattern(
            output.isEmpty ? "(?:)" : output,
            reportsStart: false,
            matchesOnce: true,
            isUnicode: true,
            matchesEmpty: true
        )
    }

    private static let space =
        #"\t\n\x0b\x0c\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}"#

    private struct Reader {
        let expression: String
        var rest: ArraySlice<Unicode.Scalar>
        var output = ""
        var isInClass = false

        mutating func read() throws(PatternError) -> String {
            while let scalar = rest.popFirst() {
                switch scalar {
                case "\\": try escape()
                case "[" where !isInClass:
                    isInClass = true
                    output += "["
                    if rest.first == "^" {
                        rest.removeFirst()
                        output += "^"
                    }
                    // `[]` matches nothing and `[^]` everything; the engine would take the bracket for a member.
                    if rest.first == "]" { throw refused("an empty class") }
                case "[": output += #"\["#
                case "]" where isInClass:
                    isInClass = false
                    output += "]"
                case "." where !isInClass: output += #"[^\n\r\x{2028}\x{2029}]"#
                case "$" where !isInClass: output += #"\z"#
                case "^" where !isInClass: output += #"\A"#
                case "(" where !isInClass && rest.first == "?": try group()
                default: output.unicodeScalars.append(scalar)
                }
            }
            guard !isInClass else { throw refused("a class without an end") }
            return output
        }

        /// A group with a question mark: plain ones stay, named ones lose their name.
        private mutating func group() throws(PatternError) {
            rest.removeFirst()
            switch rest.popFirst() {
            case ":": output += "(?:"
            case "<":
                guard rest.first != "=", rest.first != "!" else { throw refused("look-around") }
                while let scalar = rest.popFirst(), scalar != ">" {}
                output += "("
            default: throw refused("look-around, or an option")
            }
        }

        private mutating func escape() throws(PatternError) {
            guard let scalar = rest.popFirst() else { throw refused("a backslash at its end") }
            switch scalar {
            case "d": output += isInClass ? "0-9" : "[0-9]"
            case "D": output += isInClass ? try none("\\D in a class") : "[^0-9]"
            case "w": output += isInClass ? "A-Za-z0-9_" : "[A-Za-z0-9_]"
            case "W": output += isInClass ? try none("\\W in a class") : "[^A-Za-z0-9_]"
            case "s": output += isInClass ? SchemaPattern.space : "[\(SchemaPattern.space)]"
            case "S": output += isInClass ? try none("\\S in a class") : "[^\(SchemaPattern.space)]"
            case "b" where isInClass: output += #"\x08"#
            case "b", "B": throw refused("word borders")
            case "1"..."9", "k": throw refused("back-references")
            case "0": output += #"\x00"#
            case "n", "r", "t", "f", "v": output += scalar == "v" ? #"\x0b"# : "\\\(scalar)"
            case "x": output += try codePoint(digits: 2)
            case "u": output += try codePoint(digits: 4)
            case "c":
                guard let letter = rest.popFirst(), letter.properties.isASCIIHexDigit || letter.isASCII,
                    letter.value >= 0x41
                else { throw refused("a control character without its letter") }
                output += "\\x{\(String(letter.value & 0x1F, radix: 16))}"
            case "p", "P": try property(scalar)
            default:
                // What is escaped without need stands for itself.
                guard !scalar.isASCII || scalar.value &- 0x61 >= 26 && scalar.value &- 0x41 >= 26 else {
                    throw refused("the escape \\\(scalar)")
                }
                output += scalar.isASCII ? "\\\(scalar)" : String(scalar)
            }
        }

        private mutating func codePoint(digits: Int) throws(PatternError) -> String {
            let value = try hexadecimal(digits)
            // Pairs of surrogates are one code point.
            if value &>> 10 == 0x36, rest.prefix(2).elementsEqual(["\\", "u"]) {
                rest.removeFirst(2)
                let low = try hexadecimal(4)
                guard low &>> 10 == 0x37 else { throw refused("half a surrogate pair") }
                return "\\x{\(String(0x10000 &+ (value & 0x3FF) &<< 10 &+ low & 0x3FF, radix: 16))}"
            }
            guard Unicode.Scalar(value) != nil else { throw refused("half a surrogate pair") }
            return "\\x{\(String(value, radix: 16))}"
        }

        private mutating func hexadecimal(_ digits: Int) throws(PatternError) -> UInt32 {
            var text = ""
            if rest.first == "{", digits == 4 {
                rest.removeFirst()
                while let scalar = rest.popFirst(), scalar != "}" { text.unicodeScalars.append(scalar) }
            } else {
                for scalar in rest.prefix(digits) { text.unicodeScalars.append(scalar) }
                rest.removeFirst(min(digits, rest.count))
                guard text.unicodeScalars.count == digits else { throw refused("an unfinished escape") }
            }
            guard text.unicodeScalars.allSatisfy(\.properties.isASCIIHexDigit), let value = UInt32(text, radix: 16)
            else {
                throw refused("an unfinished escape")
            }
            return value
        }

        /// `\p{L}`, `\p{Letter}`, `\p{Script=Hiragana}`, `\p{sc=Han}`.
        private mutating func property(_ letter: Unicode.Scalar) throws(PatternError) {
            guard rest.popFirst() == "{" else { throw refused("a property without its name") }
            var name = ""
            while let scalar = rest.popFirst(), scalar != "}" { name.unicodeScalars.append(scalar) }
            for prefix in ["Script=", "sc=", "Script_Extensions=", "scx=", "General_Category=", "gc="]
            where name.hasPrefix(prefix) {
                name.removeFirst(prefix.count)
                break
            }
            let short = ["Letter": "L", "Lowercase_Letter": "Ll", "Uppercase_Letter": "Lu", "Number": "N"]
            output += "\\\(letter){\(short[name] ?? name)}"
        }

        private func none(_ what: String) throws(PatternError) -> String { throw refused(what) }

        private func refused(_ what: String) -> PatternError {
            .invalid(expression: expression, reason: "\(what) cannot be matched in bounded time, or is not understood")
        }
    }
}
