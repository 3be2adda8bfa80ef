import Governance
import JSONText
import Store

/// Why a saved state cannot be read.
struct UnreadableState: Error, CustomStringConvertible {
    let description: String
}

extension StoredBudgetState {
    /// A meter's state.
    /// - Parameter time: the moment up to which spending is in it, in nanoseconds since 1970 UTC.
    init(_ snapshot: BudgetSnapshot, at time: Int64) {
        let saved = SavedBudget(id: snapshot.key.id, state: snapshot.state)
        self.init(
            scope: snapshot.key.scope.text,
            budget: snapshot.key.id.name,
            updated: time,
            body: saved.json.bytes
        )
    }

    /// Which budget it is of, and what it says.
    func read() throws(UnreadableState) -> (key: BudgetKey, state: BudgetState) {
        guard let scope = Scope(text: scope) else { throw UnreadableState(description: "the scope is unknown") }
        let saved: SavedBudget
        do {
            saved = try SavedBudget(json: try JSONValue(parsing: body))
        } catch {
            throw UnreadableState(description: "\(error)")
        }
        guard saved.id.name == budget else { throw UnreadableState(description: "it is another budget's") }
        return (BudgetKey(scope: scope, id: saved.id), saved.state)
    }
}
