import Routing
import Testing

@Suite("Regular expressions")
struct PatternTests {
    @Test(
        "matches",
        arguments: [
            ("", "", true), ("", "abc", true), ("abc", "xabcx", true), ("abc", "ab", false), ("a.c", "abc", true),
            ("a.c", "a\nc", false), ("^abc$", "abc", true), ("^abc$", "xabc", false), ("^abc$", "abcx", false),
            ("^$", "", true), ("^$", "a", false), ("a|b|cd", "xcdx", true), ("^(a|b)$", "c", false),
            ("^(|a)$", "", true),
            ("^a*$", "", true), ("^a*$", "aaaa", true), ("^a+$", "", false), ("^a?$", "aa", false),
            ("^a??b$", "b", true),
            ("^a{3}$", "aaa", true), ("^a{3}$", "aa", false), ("^a{3}$", "aaaa", false), ("^a{2,}$", "a", false),
            ("^a{2,}$", "aaaaa", true), ("^a{1,3}$", "aaaa", false), ("^a{0}$", "", true), ("^a{0,2}b$", "aab", true),
            ("^(ab){2}$", "abab", true), ("^(?:ab)+$", "ababab", true), ("^(a+)+$", "aaab", false),
            ("[abc]", "xbx", true), ("[a-c]", "d", false), ("[^a-c]", "abc", false), ("[^a-c]", "abcd", true),
            ("^[a-z0-9_-]+$", "dev-bot_7", true), ("[]", "]", nil), ("[\\]]", "]", true), ("[a\\-z]", "-", true),
            ("[-a]", "-", true), ("[a-]", "-", true), ("^[\\d.]+$", "1.2.3", true), ("^[^\\d]+$", "ab1", false),
            ("^[\\D]$", "7", false), ("^[\\D]$", "x", true), ("^[a\\W]+$", "a-!", true), ("^[.]$", "x", false),
            ("\\d+", "abc123", true), ("^\\D+$", "a1", false), ("^\\w+$", "a_Z9", true), ("\\W", "a_Z9", false),
            ("^\\s+$", " \t\r\n", true), ("\\S", " \t", false), ("\\bfoo\\b", "a foo b", true),
            ("\\bfoo\\b", "afoo", false),
            ("\\Bfoo", "afoo", true), ("\\b", "", false), ("\\B", "", true), ("\\b$", "a", true), ("\\.", "a", false),
            ("\\.", "a.b", true), ("\\(\\)", "()", true), ("a\\tb", "a\tb", true), ("x}", "x}", true),
            ("(?i)abc", "xABCx", true), ("(?i)^[a-c]+$", "ABC", true), ("(?i)[^a]", "A", false), ("(?i)é", "É", true),
            ("ABC", "abc", false), ("(?i)σ", "Σ", true), ("関門", "kanmon 関門", true), ("^.$", "関", true),
            ("^.$", "👩", true), ("[あ-ん]", "か", true), ("[あ-ん]", "カ", false), ("^(a|ab)(c|bcd)$", "abcd", true),
            ("(^|x)a", "xa", true), ("(^a)*b", "b", true), ("(a*)*", "b", true), ("^(a*)*$", "aaab", false),
            ("a$b", "a$b", false), ("gpt-(4|5)[a-z]*(-mini)?$", "gpt-4o-mini", true),
            ("^a{0,0}$", "a", false), ("^(a|b){2,3}$", "abab", false), ("^(x?){3}$", "xxx", true),
            ("^(x?){3}$", "xxxx", false),
        ] as [(String, String, Bool?)]
    )
    func table(_ expression: String, _ text: String, _ expected: Bool?) {
        #expect((try? Pattern(parsing: expression))?.matches(text) == expected)
    }

    @Test(
        "what is no expression is refused with its place",
        arguments: [
            ("(", .unclosedGroup, 0), ("a(b(c)", .unclosedGroup, 1), ("a)", .unexpectedClosing, 1),
            ("[a", .unclosedClass, 0),
            ("x[]", .emptyClass, 1), ("[^]", .emptyClass, 0), ("[z-a]", .invalidRange, 1),
            ("[\\d-z]", .invalidRange, 1),
            ("*a", .nothingToRepeat, 0), ("a|+", .nothingToRepeat, 2), ("a**", .nothingToRepeat, 2),
            ("(?", .unsupportedGroup, 0),
            ("a{", .invalidBounds, 1), ("a{x}", .invalidBounds, 1), ("a{3,2}", .invalidBounds, 1),
            ("a{2", .invalidBounds, 1),
            ("a{1001}", .invalidBounds, 1), ("a{99999999999999999999}", .invalidBounds, 1),
            ("a{,3}", .invalidBounds, 1),
            ("a{1}{2}", .nothingToRepeat, 4), ("\\", .unknownEscape, 0), ("\\1", .unknownEscape, 0),
            ("\\p", .unknownEscape, 0),
            ("関\\関", .unknownEscape, 1), ("(?=a)", .unsupportedGroup, 0), ("(?<n>a)", .unsupportedGroup, 0),
            ("a(?i)b", .unsupportedGroup, 1), ("[a-\\", .unknownEscape, 3), ("[\\b]", .unknownEscape, 1),
        ] as [(String, PatternError.Reason, Int)]
    )
    func errors(_ expression: String, _ reason: PatternError.Reason, _ position: Int) {
        let error = #expect(throws: PatternError.self) { try Pattern(parsing: expression) }
        #expect(error?.reason == reason)
        #expect(error?.position == position)
    }

    @Test(
        "expressions that would take much memory, stack or time are refused at once",
        arguments: [
            ("a{1000}", PatternError.Reason.tooLarge), ("(((a{100}){100}){100}){100}", .tooLarge),
            (String(repeating: "(", count: 100_000), .tooDeep), (String(repeating: "a", count: 600), .tooLarge),
            ("((((((){1000}){1000}){1000}){1000}){1000}){1000}", .tooLarge), ("(((){1000,}){1000,}){1000,}", .tooLarge),
        ]
    )
    func bounds(_ expression: String, _ reason: PatternError.Reason) {
        #expect { try Pattern(parsing: expression) } throws: { ($0 as? PatternError)?.reason == reason }
    }

    @Test(
        "expressions that stall a backtracking engine take a moment",
        arguments: [
            "^(a+)+$", "^(a|a)*$", "^(a*)*b", "(.*)(.*)(.*)(.*)x$", "^(([a-z])+.)+[A-Z]([a-z])+$", "a{0,100}a{100}$",
        ]
    )
    func linear(_ expression: String) throws {
        let pattern = try Pattern(parsing: expression)
        #expect(!pattern.matches(String(repeating: "a", count: 4000) + "!"))
    }

    @Test("of a long text the beginning is looked at, and its end is not taken for the text's")
    func longText() throws {
        let text = String(repeating: "a", count: Pattern.maximumText)
        #expect(try Pattern(parsing: "^a+$").matches(text))
        #expect(try Pattern(parsing: "$").matches(text))
        #expect(try !Pattern(parsing: "^a+$").matches(text + "a"))
        #expect(try !Pattern(parsing: "a$").matches(text + "a"))
        #expect(try Pattern(parsing: "^a+").matches(text + "b"))
        #expect(try !Pattern(parsing: "b").matches(text + "b"))
    }
}
