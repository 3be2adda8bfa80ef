/// Refuses schemas that apply themselves to the same value without end, such as `{"$ref": "#"}`.
///
/// Dynamic references are not followed, for their targets are known only when they run; the bound on depth catches those.
enum SchemaLoops {
    /// - Throws: ``JSONSchemaError/invalid(at:reason:)``
    static func refuse(in program: SchemaProgram, pointer: (Int) -> String) throws(JSONSchemaError) {
        enum State { case new, open, done }
        var states = [State](repeating: .new, count: program.schemas.count)
        for start in program.schemas.indices where states[start] == .new {
            // Without recursion: chains of references are as long as the document lets them be.
            var stack = [(schema: start, next: edges(of: program.schemas[start])[...])]
            states[start] = .open
            while let last = stack.indices.last {
                guard let target = stack[last].next.popFirst() else {
                    states[stack[last].schema] = .done
                    stack.removeLast()
                    continue
                }
                switch states[target] {
                case .open:
                    throw .invalid(at: pointer(target), reason: "it applies itself to the same value without end")
                case .new:
                    states[target] = .open
                    stack.append((schema: target, next: edges(of: program.schemas[target])[...]))
                case .done: break
                }
            }
        }
    }

    /// The schemas that a schema applies to the same value.
    private static func edges(of schema: SchemaProgram.Schema) -> [Int] {
        schema.rules.flatMap { rule -> [Int] in
            switch rule {
            case .reference(let target), .not(let target): [target]
            case .allOf(let targets), .anyOf(let targets), .oneOf(let targets): targets
            case .conditional(let test, let then, let otherwise): [test] + [then, otherwise].compactMap(\.self)
            case .dependentSchemas(let dependents): dependents.map(\.schema)
            default: []
            }
        }
    }
}
