import Testing

@testable import JSONText

@Suite("A walk over the members of an object")
struct JSONMembersTests {
    private func walk(_ text: String) -> [(name: String, value: String)]? {
        let bytes = Array(text.utf8)
        guard var members = JSONMembers(0..<bytes.count, in: bytes.span) else { return nil }
        var found: [(name: String, value: String)] = []
        while let member = members.next(bytes.span) {
            found.append(
                (
                    String(decoding: bytes[member.name], as: UTF8.self),
                    String(decoding: bytes[member.value], as: UTF8.self)
                )
            )
        }
        return found
    }

    @Test("tells each name and value as it is written")
    func plain() throws {
        let text = #"{ "a" : 1 ,"b":"x,\"}y" , "c":{"d":[1,{"e":"]"}]},"f" : null,"\u0067":[ ] ,"":-1.5e3}"#
        let found = try #require(walk(text))
        #expect(found.map(\.name) == ["a", "b", "c", "f", #"\u0067"#, ""])
        #expect(found.map(\.value) == ["1", #""x,\"}y""#, #"{"d":[1,{"e":"]"}]}"#, "null", "[ ]", "-1.5e3"])
        #expect(walk("{}")?.isEmpty == true)
        #expect(walk("[1]") == nil && walk("7") == nil && walk("") == nil)
    }

    @Test("knows names and counts")
    func reading() {
        let text = Array(#"{"prompt_tokens_x":12,"n":null,"d":1.0,"m\u0065":"7","l":1234567890123456789}"#.utf8)
        var names: [Bool] = []
        var counts: [Int?] = []
        var marks: [Bool] = []
        guard var members = JSONMembers(0..<text.count, in: text.span) else {
            Issue.record("no object")
            return
        }
        while let member = members.next(text.span) {
            names += [
                member.isNamed("prompt_tokens_x", in: text.span), member.isNamed("prompt_tokens_y", in: text.span),
                member.isNamed("prompt_tokens", in: text.span),
            ]
            counts.append(member.count(in: text.span))
            marks += [member.isNull(in: text.span), member.hasEscapedName(in: text.span)]
        }
        #expect(names == [true] + Array(repeating: false, count: 14))
        // The last one has more digits than surely fit.
        #expect(counts == [12, nil, nil, nil, nil])
        #expect(marks == [false, false, true, false, false, false, false, true, false, false])
        let isOver = members.next(text.span) == nil
        #expect(isOver)
    }

    @Test("ends, and stays in its range, whatever the bytes are")
    func hostile() {
        let signs = Array(#"{}[]",:\\ a1n"#.utf8)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let bytes =
                [UInt8(ascii: "{")]
                + (0..<Int.random(in: 1...24, using: &random)).map { _ in signs.randomElement() ?? 0 }
            let range = 0..<Int.random(in: 2...bytes.count, using: &random)
            guard var members = JSONMembers(range, in: bytes.span) else { continue }
            var count = 0
            while let member = members.next(bytes.span) {
                #expect(member.name.upperBound <= range.upperBound && member.value.upperBound <= range.upperBound)
                _ = member.count(in: bytes.span)
                _ = member.isNamed("a", in: bytes.span)
                count += 1
            }
            #expect(count <= bytes.count)
        }
    }
}
