import JSONText
import Testing

@Suite("Objects")
struct JSONObjectTests {
    /// Below and above the size from which on an object keeps an index.
    static let sizes = [0, 1, 2, 63, 64, 65, 200]

    @Test("an object of any size behaves as the list of its members", arguments: sizes, UInt64(1)...4)
    func model(size: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var object = JSONObject((0..<size).map { JSONObject.Member("n\($0)", JSONValue($0)) })
        var model = object.members
        for step in 0..<200 {
            let name = "n\(random.below(size + 10))"
            switch random.below(4) {
            case 0:
                object.append(name, JSONValue(step))
                model.append(JSONObject.Member(name, JSONValue(step)))
            case 1:
                object[name] = JSONValue(step)
                if let last = model.lastIndex(where: { $0.name == name }) {
                    model[last].value = JSONValue(step)
                } else {
                    model.append(JSONObject.Member(name, JSONValue(step)))
                }
            case 2:
                let removed = object.remove(name)
                #expect(removed == model.last { $0.name == name }?.value)
                model.removeAll { $0.name == name }
            default:
                object[name] = nil
                model.removeAll { $0.name == name }
            }
            #expect(object.members == model)
            #expect(object[name] == model.last { $0.name == name }?.value)
            let duplicate = model.indices.first { index in model[..<index].contains { $0.name == model[index].name } }
            #expect(object.firstDuplicate == duplicate.map { model[$0].name })
        }
        #expect(object == JSONObject(model))
        #expect(object.hashValue == JSONObject(model).hashValue)
    }

    @Test("names and strings are their bytes, not what Unicode holds for equivalent", arguments: [1, 100])
    func exactNames(size: Int) throws {
        // The Kelvin sign is canonically the letter K, e with a combining accent is é.
        let kelvin = "\u{212A}"
        #expect(kelvin == "K")
        var object = JSONObject((0..<size).map { JSONObject.Member("n\($0)", nil) })
        object["K"] = 1
        object["é"] = 2
        #expect(object[kelvin] == nil)
        #expect(object["e\u{301}"] == nil)
        object[kelvin] = 3
        #expect(object["K"] == 1)
        #expect(object.firstDuplicate == nil)
        object.remove("K")
        #expect(object[kelvin] == 3)
        #expect(JSONValue.string("é") != .string("e\u{301}"))
        #expect(JSONValue.object([kelvin: 1]) != .object(["K": 1]))
        #expect(Set<JSONValue>(["é", "e\u{301}", "é"]).count == 2)

        let text = #"{"\#(kelvin)":1}"#
        #expect(try JSONFieldSet(["K"]).scan(Array(text.utf8))[0] == nil)
    }

    @Test("members count in their order")
    func order() {
        #expect(JSONValue.object(["a": 1, "b": 2]) != .object(["b": 2, "a": 1]))
        #expect(Array(JSONObject([.init("a", 1), .init("a", 2)])).map(\.value) == [1, 2])
    }
}
