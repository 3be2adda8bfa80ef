import JSONText

/// Makes a program of a schema document: finds its subschemas, resources and anchors, then reads their keywords.
struct SchemaCompiler {
    /// A place in the document. Places are numbered as they are met; a schema's number is that of its place.
    struct Place {
        var value: JSONValue
        var parent: Int?
        var token: String
        var resource: Int
        var isSchema = false
    }

    /// A part of the document with an address of its own.
    struct Resource {
        var address: SchemaAddress
        var root: Int
        var anchors: [ExactText: Int] = [:]
        var dynamicAnchors: [ExactText: Int] = [:]
    }

    private struct Step: Hashable {
        var parent: Int
        var token: ExactText
    }

    private(set) var places: [Place] = []
    private(set) var resources: [Resource] = []
    private var children: [Step: Int] = [:]
    private var resourceNumbers: [SchemaAddress: Int] = [:]
    private var patterns: [Pattern] = []
    private var patternNumbers: [ExactText: Int] = [:]
    /// Schemas whose keywords are still to be read.
    private var waiting: [Int] = []

    /// The most patterns of a schema.
    private static let mostPatterns = 1000

    /// Compiles a document.
    static func compile(_ document: JSONValue) throws(JSONSchemaError) -> SchemaProgram {
        var compiler = SchemaCompiler()
        return try compiler.run(document)
    }

    private mutating func run(_ document: JSONValue) throws(JSONSchemaError) -> SchemaProgram {
        places = [Place(value: document, parent: nil, token: "", resource: 0)]
        resources = [Resource(address: SchemaAddress(), root: 0)]
        resourceNumbers[SchemaAddress()] = 0
        try register(0)
        var program = SchemaProgram()
        while let place = waiting.popLast() {
            var reader = SchemaReader(place: place)
            let rules = try reader.rules(&self)
            if program.schemas.count < places.count {
                program.schemas += Array(repeating: .init(), count: places.count - program.schemas.count)
            }
            program.schemas[place] = SchemaProgram.Schema(
                // What looks at the rest comes last.
                rules: rules.filter { !$0.isUnevaluated } + rules.filter(\.isUnevaluated),
                resource: places[place].resource,
                isWatching: rules.contains(where: \.isUnevaluated)
            )
        }
        try SchemaLoops.refuse(in: program, pointer: pointer)
        program.dynamicAnchors = resources.map(\.dynamicAnchors)
        if !patterns.isEmpty {
            do { program.patterns = try PatternDatabase(patterns) } catch let error as PatternError {
                throw .patterns(error)
            } catch { throw .patterns(.engine(code: -1)) }
        }
        return program
    }

    // MARK: Places

    /// The JSON pointer of a place.
    func pointer(_ place: Int) -> String {
        var tokens: [String] = []
        var next: Int? = place
        while let current = next, let parent = places[current].parent {
            tokens.append(JSONPointer.escaped(places[current].token))
            next = parent
        }
        return tokens.reversed().map { "/" + $0 }.joined()
    }

    /// The place of a member or an element; `nil` where there is none.
    mutating func child(of parent: Int, _ token: String) -> Int? {
        let step = Step(parent: parent, token: ExactText(token))
        if let known = children[step] { return known }
        let value: JSONValue?
        switch places[parent].value {
        case .object(let object): value = object[token]
        case .array(let elements):
            let isIndex = token == "0" || token.first != "0" && token.utf8.allSatisfy { $0 &- 0x30 < 10 }
            value = isIndex ? Int(token).flatMap { elements.indices.contains($0) ? elements[$0] : nil } : nil
        default: value = nil
        }
        guard let value else { return nil }
        children[step] = places.count
        places.append(Place(value: value, parent: parent, token: token, resource: places[parent].resource))
        return places.count - 1
    }

    /// Notes that a place is a schema, and those in it. Recursion is bounded by the depth of the parsed document.
    mutating func register(_ place: Int) throws(JSONSchemaError) {
        guard !places[place].isSchema else { return }
        places[place].isSchema = true
        waiting.append(place)
        guard case .object(let object) = places[place].value else {
            guard places[place].value.bool != nil else {
                throw .invalid(at: pointer(place), reason: "a schema is an object or a boolean")
            }
            return
        }
        try identify(place, object)
        for keyword in SchemaKeywords.single where object[keyword] != nil {
            if let child = child(of: place, keyword) { try register(child) }
        }
        for keyword in SchemaKeywords.lists {
            guard let value = object[keyword] else { continue }
            guard let elements = value.array, !elements.isEmpty, let list = child(of: place, keyword) else {
                throw .invalid(at: "\(pointer(place))/\(keyword)", reason: "it has to be a list of schemas")
            }
            for index in elements.indices {
                if let child = child(of: list, String(index)) { try register(child) }
            }
        }
        for keyword in SchemaKeywords.maps {
            guard let value = object[keyword] else { continue }
            guard let members = value.object, let map = child(of: place, keyword) else {
                throw .invalid(at: "\(pointer(place))/\(keyword)", reason: "it has to be an object of schemas")
            }
            for member in members.members {
                if let child = child(of: map, member.name) { try register(child) }
            }
        }
    }

    /// Reads `$id`, `$anchor`, `$dynamicAnchor` and `$schema`.
    private mutating func identify(_ place: Int, _ object: JSONObject) throws(JSONSchemaError) {
        if let dialect = object["$schema"] {
            let known = "https://json-schema.org/draft/2020-12/schema"
            guard dialect.string == known || dialect.string == known + "#" else {
                throw .invalid(at: "\(pointer(place))/$schema", reason: "the dialect has to be \(known)")
            }
        }
        if let id = object["$id"] {
            guard let text = id.string, case let (reference, fragment) = SchemaAddress.split(text),
                fragment?.isEmpty ?? true
            else { throw .invalid(at: "\(pointer(place))/$id", reason: "it has to be an address without a fragment") }
            let address = reference.resolved(from: resources[places[place].resource].address)
            if place == 0 {
                // A document with an address of its own is still found by none.
                resources[0].address = address
                resourceNumbers[address] = 0
            } else {
                guard resourceNumbers[address] == nil else {
                    throw .invalid(at: "\(pointer(place))/$id", reason: "the address is that of another schema")
                }
                resourceNumbers[address] = resources.count
                places[place].resource = resources.count
                resources.append(Resource(address: address, root: place))
            }
        }
        for keyword in ["$anchor", "$dynamicAnchor"] {
            guard let anchor = object[keyword] else { continue }
            guard let name = anchor.string, name.first?.isASCII == true,
                name.first?.isLetter == true || name.first == "_"
            else { throw .invalid(at: "\(pointer(place))/\(keyword)", reason: "it has to be a name") }
            let resource = places[place].resource
            guard resources[resource].anchors[ExactText(name)] ?? place == place else {
                throw .invalid(at: "\(pointer(place))/\(keyword)", reason: "the name stands twice")
            }
            resources[resource].anchors[ExactText(name)] = place
            if keyword == "$dynamicAnchor" { resources[resource].dynamicAnchors[ExactText(name)] = place }
        }
    }

    // MARK: References

    /// The schema that a reference leads to.
    /// - Returns: its number, and the name of the dynamic anchor by which it was found.
    mutating func target(of reference: String, from place: Int) throws(JSONSchemaError) -> (Int, dynamic: ExactText?) {
        let (relative, fragment) = SchemaAddress.split(reference)
        let address = relative.resolved(from: resources[places[place].resource].address)
        let unresolved = JSONSchemaError.unresolved(at: pointer(place), reference: reference)
        guard let number = resourceNumbers[address] else { throw unresolved }
        let resource = resources[number]
        guard let fragment, !fragment.isEmpty else { return (resource.root, nil) }
        guard let decoded = JSONPointer.percentDecoded(fragment) else { throw unresolved }
        guard decoded.hasPrefix("/") else {
            guard let anchored = resource.anchors[ExactText(decoded)] else { throw unresolved }
            return (anchored, resource.dynamicAnchors[ExactText(decoded)] == nil ? nil : ExactText(decoded))
        }
        var current = resource.root
        for token in decoded.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let name = JSONPointer.unescaped(token), let next = child(of: current, name) else { throw unresolved }
            current = next
        }
        try register(current)
        return (current, nil)
    }

    // MARK: Patterns

    /// The number of a pattern.
    mutating func pattern(_ expression: String, at place: String) throws(JSONSchemaError) -> Int {
        if let known = patternNumbers[ExactText(expression)] { return known }
        guard patterns.count < Self.mostPatterns else {
            throw .invalid(at: place, reason: "the schema has more than \(Self.mostPatterns) patterns")
        }
        let pattern: Pattern
        do throws(PatternError) { pattern = try SchemaPattern.translated(expression) } catch {
            throw .invalid(at: place, reason: "\(error)")
        }
        // One by one, so that the place can be named that the engine refuses.
        do { _ = try PatternDatabase([pattern]) } catch { throw .invalid(at: place, reason: "\(error)") }
        patternNumbers[ExactText(expression)] = patterns.count
        patterns.append(pattern)
        return patterns.count - 1
    }
}
