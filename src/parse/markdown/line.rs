//! Lines that are not prose, and the arguments of a tag.

/// The mark and length of a fence of code that a line opens.
pub(super) fn opens_fence(line: &str) -> Option<(char, usize)> {
    let bare = line.trim_start_matches([' ', '\t', '>']);
    let mark = bare.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = bare.chars().take_while(|c| *c == mark).count();
    let info = bare.get(length..)?;
    (length >= 3 && !(mark == '`' && info.contains('`'))).then_some((mark, length))
}

/// Whether a line closes such a fence.
pub(super) fn closes_fence(line: &str, mark: char, length: usize) -> bool {
    let bare = line.trim_start_matches([' ', '\t', '>']).trim_end();
    bare.chars().count() >= length && bare.chars().all(|c| c == mark)
}

/// A line that is nothing but `{: .class #id}`.
pub(super) fn is_attribute_list(line: &str) -> bool {
    let bare = line.trim();
    bare.starts_with("{:") && bare.ends_with('}') && !bare.starts_with("{::")
}

/// `import X from "y"` and `export const x = …` of MDX.
pub(super) fn is_module_line(line: &str) -> bool {
    let import = line.starts_with("import ") && line.contains(['"', '\'']);
    let export = line.starts_with("export ")
        && ["const ", "default ", "let ", "function ", "{", "*"]
            .iter()
            .any(|word| {
                line.get(7..)
                    .is_some_and(|rest| rest.trim_start().starts_with(word))
            });
    import || export
}

/// A named argument (`src="a.png"`, `src: a`), or the first one without a name.
pub(super) fn argument(arguments: &str, names: &[&str], positional: bool) -> Option<String> {
    let mut first = None;
    let mut rest = arguments;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.is_empty() {
            break;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\'' | ','))
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(end)?;
        let named = after.strip_prefix('=');
        let (value, after) = match named.unwrap_or(after) {
            quoted if quoted.starts_with(['"', '\'']) && (named.is_some() || word.is_empty()) => {
                let quote = quoted.chars().next()?;
                let inside = quoted.get(1..)?;
                let end = inside.find(quote)?;
                (inside.get(..end)?, inside.get(end + 1..)?)
            }
            bare if named.is_some() => {
                let end = bare
                    .find(|c: char| c.is_whitespace() || c == ',')
                    .unwrap_or(bare.len());
                bare.split_at_checked(end)?
            }
            after => (word, after),
        };
        if named.is_some() {
            if names.contains(&word) {
                return Some(value.to_owned()).filter(|value| !value.is_empty());
            }
        } else if first.is_none() && !value.is_empty() {
            first = Some(value.to_owned());
        }
        if after.len() >= rest.len() {
            break;
        }
        rest = after;
    }
    first.filter(|_| positional)
}
