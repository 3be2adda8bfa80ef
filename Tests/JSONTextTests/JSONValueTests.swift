import JSONText
import Testing

@Suite("JSON tree")
struct JSONValueTests {
    @Test(
        "writes what it read",
        arguments: [
            #"{"a":1,"b":[true,false,null,"x"],"a":{"c":-1.50e+10}}"#, "[]", "{}", #""""#, "0", "-0", "[[],{}]",
            #"{"日本":"語😀"}"#, #"["\"\\\b\f\n\r\t\u0000"]"#,
        ]
    )
    func roundTrip(text: String) throws {
        #expect(try JSONValue(parsing: text).text == text)
    }

    @Test("keeps order, digits and duplicates")
    func keeps() throws {
        let value = try JSONValue(parsing: #"{"z":1.10,"a":12345678901234567890,"z":2}"#)
        #expect(value.object?.names == ["z", "a", "z"])
        #expect(value["a"]?.number?.text == "12345678901234567890")
        #expect(value["z"]?.int == 2)
        #expect(value.object?.firstDuplicate == "z")
    }

    @Test(
        "refuses with reason and position",
        arguments: [
            ("", .unexpectedEnd, 0), ("[1,]", .unexpectedByte, 3), ("{\"a\":1,}", .unexpectedByte, 7),
            ("01", .invalidNumber, 0), ("1.", .unexpectedEnd, 2), ("1.e1", .invalidNumber, 2),
            ("+1", .unexpectedByte, 0),
            ("NaN", .unexpectedByte, 0), ("nul", .unexpectedEnd, 3), ("[1] x", .trailingBytes, 4),
            ("\u{FEFF}1", .byteOrderMark, 0), ("\"\\ud800\"", .loneSurrogate, 1), ("\"\\udc00\"", .loneSurrogate, 1),
            ("\"\\ud800\\u0041\"", .loneSurrogate, 1), ("\"\\x\"", .invalidEscape, 1),
            ("\"a\nb\"", .controlCharacter, 2),
            ("\"abc", .unexpectedEnd, 4), ("[", .unexpectedEnd, 1), ("{\"a\"}", .unexpectedByte, 4),
            ("{1:2}", .unexpectedByte, 1), ("[1 2]", .unexpectedByte, 3), ("[}", .unexpectedByte, 1),
            ("-", .unexpectedEnd, 1),
        ] as [(String, JSONError.Reason, Int)]
    )
    func refuses(text: String, reason: JSONError.Reason, offset: Int) throws {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error == JSONError(reason, at: offset))
        let scanned = #expect(throws: JSONError.self) { try JSONFieldSet([]).scan(text.utf8.span) }
        #expect(scanned == JSONError(reason, at: offset))
    }

    @Test("nests 512 levels and no more")
    func depth() throws {
        let deepest = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        _ = try JSONValue(parsing: deepest)
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "[" + deepest + "]") }
        #expect(error == JSONError(.tooDeep, at: 512))
    }

    @Test("scan finds fields, escaped names and duplicates")
    func scan() throws {
        let text = #" { "messages" : [ {"model":1} ], "mod\u0065l" : "a\/b" , "stream":true, "n":12, "stream":null } "#
        let fields = try JSONFieldSet(["model", "stream", "n", "absent"]).scan(text.utf8.span)
        #expect(fields[0]?.string(in: text.utf8.span) == "a/b")
        #expect(fields[1]?.isNull(in: text.utf8.span) == true)
        #expect(fields.duplicate == 1)
        #expect(fields[2]?.int(in: text.utf8.span) == 12)
        #expect(fields[3] == nil)
    }

    @Test("edits leave the rest untouched")
    func edits() throws {
        let text = #"{ "a" : 1 , "model":"x/y","z":[ 1 , 2 ] }"#
        let fields = try JSONFieldSet(["model", "z", "a"]).scan(text.utf8.span)
        var edits = JSONEdits()
        edits.replace(try #require(fields[0]), with: "y")
        edits.insert("s", ["i": true], into: fields)
        edits.remove(try #require(fields[1]), from: text.utf8.span)
        let edited = edits.applied(to: text.utf8.span)
        #expect(String(decoding: edited, as: UTF8.self) == #"{"s":{"i":true}, "a" : 1 , "model":"y" }"#)
        #expect(edited.count == edits.length(from: text.utf8.count))
    }
}
