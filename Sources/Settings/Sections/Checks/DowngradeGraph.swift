import Governance

/// Which public models' budgets downgrade to which: refuses circles, in which no model would be the cheaper one.
struct DowngradeGraph {
    private struct Edge {
        let target: String
        let place: Located
    }

    private enum State {
        case open
        case closed
    }

    private let edges: [String: [Edge]]
    private let reading: Reading
    private var states: [String: State] = [:]
    /// The way to the model that is being looked at. A stack of its own: a document may nest more deeply than calls may.
    private var path: [(name: String, next: Int)] = []

    /// Reports circles.
    static func check(_ models: [Named<ModelSection.Value>], _ reading: Reading) {
        var graph = DowngradeGraph(models, reading)
        for model in models where graph.states[model.name] == nil { graph.visit(from: model.name) }
    }

    private init(_ models: [Named<ModelSection.Value>], _ reading: Reading) {
        self.reading = reading
        let edges = models.map { model in
            let edges: [Edge] = model.value.budgets.compactMap { budget in
                guard case .downgrade(let target) = budget.policy.action, let place = budget.downgradePlace else {
                    return nil
                }
                return Edge(target: target, place: place)
            }
            return (model.name, edges)
        }
        self.edges = Dictionary(edges) { first, _ in first }
    }

    private mutating func visit(from start: String) {
        open(start)
        while let (name, next) = path.last {
            guard let edges = edges[name], next < edges.count else {
                states[name] = .closed
                path.removeLast()
                continue
            }
            path[path.count - 1].next += 1
            let edge = edges[next]
            switch states[edge.target] {
            case nil: open(edge.target)
            case .closed: continue
            case .open: report(edge)
            }
        }
    }

    private mutating func open(_ name: String) {
        states[name] = .open
        path.append((name, 0))
    }

    private func report(_ edge: Edge) {
        guard let start = path.firstIndex(where: { $0.name == edge.target }) else { return }
        var names = path[start...].prefix(ModelGraph.deepest).map(\.name)
        if path.count - start > names.count { names.append("…") }
        names.append(edge.target)
        reading.report(.cycle, at: edge.place, "budgets downgrade in a circle: \(names.joined(separator: " → "))")
    }
}
