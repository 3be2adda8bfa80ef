/// Everything that governance keeps, behind one door: SQLite in a data folder or memory alone
///. Whatever else comes passes the same conformance suite.
public protocol GovernanceStore: IdentityStore, SessionStore, BudgetStateStore, AlertStore, AuditStore, SettingStore {}
