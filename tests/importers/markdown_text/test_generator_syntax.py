"""Shortcodes, tags and double brackets as plain Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.archive.model.issue_draft import ImportLoss
from viewer.importers.markdown_text.generator_syntax import convert_generator_syntax


def plain(text: str) -> tuple[str, list[ImportLoss]]:
    lost: list[ImportLoss] = []
    return convert_generator_syntax(text, lost.append), lost


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('{{< figure src="/img/a.png" title="C \\"x\\"" >}}',
         '![C "x"](</img/a.png> "C &#34;x&#34;")'),
        ('{{< figure src="a.jpg" alt="A" caption="C" link="https://e.org" >}}',
         '[![A](<a.jpg> "C")](https://e.org)'),
        ('[x]({{< ref "post/b.md" >}})', "[x](post/b.md)"),
        ('{{</* figure src="x" */>}}', '{{< figure src="x" >}}'),
        ("[x]({% post_url 2017-07-29-title %})", "[x](2017-07-29-title)"),
        ("{% asset_img pic.png A caption %}", '![A caption](<pic.png> "A caption")'),
        ('{% include figure.html src="/a.png" caption="C" %}', '![C](</a.png> "C")'),
        ('![a]({{ site.baseurl }}/x.png) ![b]({{ "/y.png" | relative_url }})',
         "![a](/x.png) ![b](/y.png)"),
        ("{{< highlight go >}}\nfunc {{ x }}\n{{< /highlight >}}", "\n```go\nfunc {{ x }}\n```\n"),
        ("{% highlight ruby linenos %}\na\n{% endhighlight %}", "\n```ruby\na\n```\n"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("{% comment %}x{% endcomment %}y", "y"),
        ("![[my pic.png|300]]", "![](<my pic.png>)"),
        ("![[my pic.png|words]]", "![words](<my pic.png>)"),
        ("[[page#part|label]] [[folder/page]]", "[label](<page>) [page](<folder/page>)"),
    ],
)  # fmt: skip
def test_known_marks(text: str, made: str) -> None:
    assert plain(text) == (made, [])


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("{{< youtube w7Ft2ymGmfc >}}", "https://www.youtube.com/watch?v=w7Ft2ymGmfc"),
        ('{{< tweet user="A" id="123" >}}', "https://twitter.com/i/status/123"),
        ("{{< gist spf13 7896402 >}}", "https://gist.github.com/spf13/7896402"),
        ('{% include youtube.html id="abc" %}', "https://www.youtube.com/watch?v=abc"),
    ],
)
def test_films_become_links(text: str, address: str) -> None:
    assert plain(text) == (f"[{address}]({address})", [ImportLoss.EMBEDDED])


def test_what_is_unknown_loses_its_marks_and_is_counted() -> None:
    text = '{{< notice warning >}}\ninner\n{{< /notice >}}{{% alert title="Hey" %}}'
    assert plain(text) == ("\ninner\n**Hey**", [ImportLoss.MARKUP, ImportLoss.MARKUP])


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("{{% notice tip %}}\nBring a *lens*.\n\nTwo.\n{{% /notice %}}",
         "> [!tip]\n> Bring a *lens*.\n>\n> Two."),
        ('{{< callout type="warning" title="Mind" >}}\na\n{{< /callout >}}',
         "> [!warning] Mind\n> a"),
        ('{{< admonition note "A title" >}}\na\n{{< /admonition >}}', "> [!note] A title\n> a"),
        ("{% note info %}\na\n{% endnote %}", "> [!info]\n> a"),
        ("{{< tip >}}\na\n{{< /tip >}}", "> [!note]\n> a"),
    ],
)  # fmt: skip
def test_boxed_remarks_become_call_outs(text: str, made: str) -> None:
    found, lost = plain(f"x\n\n{text}\n\ny")
    assert (found.replace("\n\n\n", "\n\n"), lost) == (f"x\n\n{made}\n\ny", [])


def test_a_caption_is_plain_text() -> None:
    text = '{{< figure src="a.png" caption="A **cushion** of [moss](https://e.org)" >}}'
    assert plain(text)[0] == '![A cushion of moss](<a.png> "A cushion of moss")'


@pytest.mark.parametrize(
    "text",
    [
        "`{{< figure >}}` and {{ message }} and {% if x %}",
        "```\n{{< youtube x >}}\n```",
        "[[1]](https://e.org) [[ -f x ]] [a](b)",
        "{{< youtube",
    ],
)
def test_templates_that_are_told_of_stay(text: str) -> None:
    assert plain(text) == (text, [])


@pytest.mark.parametrize("mark", ["{{< ", "{% ", "[[", "`", "`a", "{{", '{{< a "', "{% raw "])
def test_many_that_are_never_closed_are_bearable(mark: str) -> None:
    assert plain(mark * 20_000)[0] == mark * 20_000


@given(st.text(alphabet='{}<>%[]`|"= /figurex.png\n', max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(plain(text)[0], str)
