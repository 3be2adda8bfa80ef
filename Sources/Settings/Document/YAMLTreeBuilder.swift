import Yams

/// Builds the tree from what Yams composed: follows aliases and merge keys under limits, restores marked characters,
/// and reports repeated and unusable keys.
struct YAMLTreeBuilder {
    private let marks: KeyMarks
    private var anchors: [String: DocumentNode] = [:]
    private var weights: [String: Weight] = [:]
    private var problems: [DocumentProblem] = []
    private var values = 0

    /// What an anchored node counts against the limits, so that an alias is charged without walking the node again.
    private struct Weight {
        var values: Int
        var depth: Int
    }

    static func build(_ root: Node, marks: KeyMarks) -> DocumentReader.Result {
        var builder = YAMLTreeBuilder(marks: marks)
        do throws(DocumentProblem) {
            let tree = try builder.node(root, path: .root, depth: 0)
            return DocumentReader.Result(root: tree.node, problems: builder.problems)
        } catch {
            return DocumentReader.Result(root: nil, problems: builder.problems + [error])
        }
    }

    private init(marks: KeyMarks) { self.marks = marks }

    /// Throws only for what makes going on pointless: a limit, an alias without anchor, a tag.
    private mutating func node(
        _ node: Node,
        path: DocumentPath,
        depth: Int
    ) throws(DocumentProblem) -> (node: DocumentNode, height: Int) {
        let position = node.mark.map { Position($0) } ?? .start
        let before = values
        try charge(values: 1, depth: depth, at: position, path: path)
        let result: DocumentNode
        var height = 0
        switch node {
        case .scalar(let scalar):
            if scalar.style == .plain, scalar.string.unicodeScalars.first == YAMLDocumentReader.aliasMark {
                return try alias(scalar.string, at: position, path: path, depth: depth)
            }
            let isString = try isString(scalar, at: position, path: path)
            let text = marks.restore(scalar.string)
            result = DocumentNode(position: position, content: .scalar(.init(text: text, isString: isString)))
        case .sequence(let sequence):
            try refuseTag(sequence.tag, at: position, path: path)
            var elements: [DocumentNode] = []
            for (index, element) in sequence.enumerated() {
                let child = try self.node(element, path: path.appending(index), depth: depth + 1)
                height = max(height, child.height + 1)
                elements.append(child.node)
            }
            result = DocumentNode(position: position, content: .list(elements))
        case .mapping(let mapping):
            try refuseTag(mapping.tag, at: position, path: path)
            let built = try entries(of: mapping, path: path, depth: depth)
            height = built.height
            result = DocumentNode(position: position, content: .mapping(built.entries))
        case .alias:
            // Yams makes such nodes only when it encodes.
            throw DocumentProblem(.syntax, at: position, path: path, "unexpected alias")
        }
        if let anchor = node.anchor?.rawValue {
            anchors[anchor] = result
            weights[anchor] = Weight(values: values - before, depth: height)
        }
        return (result, height)
    }

    private mutating func entries(
        of mapping: Node.Mapping,
        path: DocumentPath,
        depth: Int
    ) throws(DocumentProblem) -> (entries: [DocumentNode.Entry], height: Int) {
        var entries: [DocumentNode.Entry] = []
        var merged: [DocumentNode.Entry] = []
        var first: [String: Position] = [:]
        var height = 0
        for (key, value) in mapping {
            let position = key.mark.map { Position($0) } ?? .start
            guard case .scalar(let scalar) = key,
                scalar.style != .plain || scalar.string.unicodeScalars.first != YAMLDocumentReader.aliasMark
            else {
                problems.append(
                    DocumentProblem(.syntax, at: position, path: path, "a field's name must be a plain string")
                )
                continue
            }
            let name = marks.restore(scalar.string)
            let child = try node(value, path: path.appending(name), depth: depth + 1)
            height = max(height, child.height + 1)
            if name == "<<", scalar.style == .plain {
                merged += try mergeable(child.node, path: path)
            } else if let earlier = first[name] {
                let message = "the field stands twice; the first time on line \(earlier.line)"
                problems.append(DocumentProblem(.duplicate, at: position, path: path.appending(name), message))
            } else {
                first[name] = position
                entries.append(DocumentNode.Entry(name: name, position: position, value: child.node))
            }
        }
        for entry in merged where first.updateValue(entry.position, forKey: entry.name) == nil {
            entries.append(entry)
        }
        return (entries, height)
    }

    /// The fields of what a merge key (`<<`) names: a mapping or a list of mappings, earlier ones winning.
    private func mergeable(_ node: DocumentNode, path: DocumentPath) throws(DocumentProblem) -> [DocumentNode.Entry] {
        let mappings = if case .list(let elements) = node.content { elements } else { [node] }
        var entries: [DocumentNode.Entry] = []
        for mapping in mappings {
            guard case .mapping(let more) = mapping.content else {
                let message = "\"<<\" takes a mapping or a list of mappings, by aliases"
                throw DocumentProblem(.wrongType, at: mapping.position, path: path, message)
            }
            entries += more
        }
        return entries
    }

    private mutating func alias(
        _ text: String,
        at position: Position,
        path: DocumentPath,
        depth: Int
    ) throws(DocumentProblem) -> (node: DocumentNode, height: Int) {
        let name = String(text.unicodeScalars.dropFirst())
        guard let target = anchors[name], let weight = weights[name] else {
            throw DocumentProblem(
                .syntax,
                at: position,
                path: path,
                "no anchor named \(Quoting.quoted(name)) stands before this alias"
            )
        }
        try charge(values: weight.values, depth: depth + weight.depth, at: position, path: path)
        return (target, weight.depth)
    }

    private mutating func charge(
        values more: Int,
        depth: Int,
        at position: Position,
        path: DocumentPath
    ) throws(DocumentProblem) {
        values += more
        if depth > DocumentLimits.depth {
            throw DocumentProblem(
                .tooLarge,
                at: position,
                path: .root,
                "values are nested deeper than \(DocumentLimits.depth) levels"
            )
        }
        if values > DocumentLimits.values {
            throw DocumentProblem(
                .tooLarge,
                at: position,
                path: path,
                "the document has more than \(DocumentLimits.values) values, aliases counted with what they stand for"
            )
        }
    }

    /// Quotes and blocks make a string; a plain scalar is judged by its look, unless tagged `!!str`.
    private func isString(
        _ scalar: Node.Scalar,
        at position: Position,
        path: DocumentPath
    ) throws(DocumentProblem) -> Bool {
        guard scalar.style == .plain else { return true }
        switch scalar.tag.rawValue {
        case "": return false
        case "tag:yaml.org,2002:str", "!": return true
        default: throw DocumentProblem(.syntax, at: position, path: path, "YAML tags (\"!…\") are not supported")
        }
    }

    private func refuseTag(_ tag: Tag, at position: Position, path: DocumentPath) throws(DocumentProblem) {
        guard ["", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map", "!"].contains(tag.rawValue) else {
            throw DocumentProblem(.syntax, at: position, path: path, "YAML tags (\"!…\") are not supported")
        }
    }
}
