import JSONText
import Testing

@Suite("Lazy scan")
struct JSONFieldSetTests {
    private let wanted = ["model", "stream", "stream_options"]

    @Test("a nested object is scanned in place, with offsets of the whole text")
    func nested() throws {
        let text = #" {"model":"m","stream_options": { "include_usage" : false , "x":[{}]} ,"stream":true}"#
        let bytes = Array(text.utf8)
        let place = try #require(try JSONFieldSet(wanted).scan(bytes)[2])
        let options = try JSONFieldSet(["include_usage", "model"]).scan(bytes, in: place.value)
        let usage = try #require(options[0])
        #expect(usage.bool(in: bytes) == false)
        #expect(
            String(text.utf8.dropFirst(usage.member.lowerBound).prefix(usage.member.count))
                == #""include_usage" : false"#
        )
        #expect(options[1] == nil)
        #expect(options.bodyStart == place.value.lowerBound + 1)
        #expect(!options.isEmpty)

        var edits = JSONEdits()
        edits.replace(usage, with: true)
        edits.insert("y", 1, into: options)
        let edited = String(decoding: edits.applied(to: bytes), as: UTF8.self)
        #expect(
            edited == #" {"model":"m","stream_options": {"y":1, "include_usage" : true , "x":[{}]} ,"stream":true}"#
        )
    }

    @Test(
        "a nested scan stays inside its range",
        arguments: [
            (0..<2, .unexpectedEnd, 2), (0..<0, .unexpectedEnd, 0), (5..<6, .notAnObject, 5), (1..<4, .notAnObject, 1),
            (5..<8, .trailingBytes, 6), (0..<99, .unexpectedEnd, 8), (-1..<8, .unexpectedEnd, 8),
            (7..<8, .unexpectedEnd, 8), (2..<8, .unexpectedByte, 2),
        ] as [(Range<Int>, JSONError.Reason, Int)]
    )
    func nestedRange(range: Range<Int>, reason: JSONError.Reason, offset: Int) {
        let text = Array(#"{"a":1} "#.utf8)
        let error = #expect(throws: JSONError.self) { try JSONFieldSet([]).scan(text, in: range) }
        #expect(error == JSONError(reason, at: offset))
    }

    @Test("names written with escapes are found; longer and similar ones are not")
    func names() throws {
        let text = #"{"\u006d\u006F\u0064\u0065\u006c":1,"models":2,"mode":3,"Model":4,"str\u0065am\u0020":5,"":6}"#
        let fields = try JSONFieldSet(["model", "stream", ""]).scan(Array(text.utf8))
        #expect(fields[0]?.int(in: Array(text.utf8)) == 1)
        #expect(fields[1] == nil)
        #expect(fields[2]?.int(in: Array(text.utf8)) == 6)
        #expect(fields[3] == nil)
        #expect(fields[-1] == nil)
    }

    @Test("of a name that stands twice the last place counts, and the duplicate is reported")
    func duplicates() throws {
        let text = #"{"a":1,"stream":1,"model":1,"str\u0065am":2,"model":2}"#
        let fields = try JSONFieldSet(wanted).scan(Array(text.utf8))
        #expect(fields.duplicate == 1)
        #expect(fields[0]?.int(in: Array(text.utf8)) == 2)
        #expect(fields[1]?.int(in: Array(text.utf8)) == 2)
    }

    @Test("a value is read as its own type only")
    func types() throws {
        let text = #"{"s":"1\n","b":false,"n":null,"i":-7,"f":1.5,"o":{},"a":[]}"#
        let bytes = Array(text.utf8)
        let fields = try JSONFieldSet(["s", "b", "n", "i", "f", "o", "a"]).scan(bytes)
        let places = (0..<7).compactMap { fields[$0] }
        #expect(places.map { $0.string(in: bytes) } == ["1\n", nil, nil, nil, nil, nil, nil])
        #expect(places.map { $0.bool(in: bytes) } == [nil, false, nil, nil, nil, nil, nil])
        #expect(places.map { $0.isNull(in: bytes) } == [false, false, true, false, false, false, false])
        #expect(places.map { $0.int(in: bytes) } == [nil, nil, nil, -7, nil, nil, nil])
        // A place used with another text answers nothing; it must not trap.
        let other = Array("{}".utf8)
        #expect(places.allSatisfy { $0.string(in: other) == nil && $0.int(in: other) == nil && !$0.isNull(in: other) })
    }

    @Test("the depth is bounded at the caller's limit and at 512")
    func depth() throws {
        let text = #"{"a":[[1]]}"#
        var limits = JSONLimits(depth: 3)
        _ = try JSONFieldSet(["a"]).scan(Array(text.utf8), limits: limits)
        limits.depth = 2
        let error = #expect(throws: JSONError.self) { try JSONFieldSet(["a"]).scan(Array(text.utf8), limits: limits) }
        #expect(error == JSONError(.tooDeep, at: 6))
        let tree = #expect(throws: JSONError.self) { try JSONValue(parsing: text, limits: limits) }
        #expect(tree == error)
        limits.depth = 100_000
        #expect(limits.depth == 512)
        limits.depth = -1
        #expect(limits.depth == 1)
    }
}
