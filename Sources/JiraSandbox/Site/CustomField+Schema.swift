extension CustomField.Kind {
    /// A field's schema: the type, that of a list's elements, and the sort of custom field.
    var schema: (type: String, items: String?, custom: String) {
        let (type, items, custom): (String, String?, String) =
            switch self {
            case .text: ("string", nil, "textfield")
            case .textarea: ("string", nil, "textarea")
            case .url: ("string", nil, "url")
            case .number: ("number", nil, "float")
            case .option: ("option", nil, "select")
            case .multiselect: ("array", "option", "multiselect")
            case .cascade: ("option-with-child", nil, "cascadingselect")
            case .labels: ("array", "string", "labels")
            case .date: ("date", nil, "datepicker")
            case .datetime: ("datetime", nil, "datetime")
            case .user: ("user", nil, "userpicker")
            case .users: ("array", "user", "multiuserpicker")
            case .group: ("group", nil, "grouppicker")
            case .groups: ("array", "group", "multigrouppicker")
            case .version: ("version", nil, "version")
            case .versions: ("array", "version", "multiversion")
            case .epic: ("any", nil, "gh-epic-link")
            }
        let plugin =
            self == .epic ? "com.pyxis.greenhopper.jira" : "com.atlassian.jira.plugin.system.customfieldtypes"
        return (type, items, "\(plugin):\(custom)")
    }
}
