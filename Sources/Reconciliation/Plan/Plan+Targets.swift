extension Plan {
    /// Returns the part of the plan that is about the given row keys, paths or issue keys.
    public func about(_ targets: [String]) -> Plan {
        let names = Set(targets)
        var plan = self
        plan.actions = actions.filter { action in
            names.contains(action.row.text) || names.contains(action.path)
                || action.key.map(names.contains) == true
        }
        plan.conflicts = conflicts.filter { conflict in
            names.contains(conflict.row.text) || names.contains(conflict.path)
                || names.contains(conflict.issue)
        }
        plan.findings = findings.filter { finding in
            names.contains(finding.row.text) || finding.issue.map(names.contains) == true
        }
        return plan
    }
}
