<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW">
<context>
    <name>About</name>
    <message>
        <source>Keyboard shortcuts</source>
        <extracomment>What the program is made of and its licence, as each project states it.</extracomment>
        <translation>鍵盤快速鍵</translation>
    </message>
    <message>
        <source>About Dosudo Viewer</source>
        <translation>關於 Dosudo Viewer</translation>
    </message>
    <message>
        <source>Reads newsletters offline. It never opens a network connection.</source>
        <translation>離線閱讀電子報；本程式從不開啟網路連線。</translation>
    </message>
    <message>
        <source>Library: {folder}</source>
        <translation>書庫：{folder}</translation>
    </message>
    <message>
        <source>Versions and licences</source>
        <translation>版本與授權</translation>
    </message>
</context>
<context>
    <name>ArticlePane</name>
    <message>
        <source>Article</source>
        <translation>文章</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>複製</translation>
    </message>
    <message>
        <source>Copy link address</source>
        <translation>複製連結網址</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全選</translation>
    </message>
</context>
<context>
    <name>Bar</name>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>佈景主題</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>選單</translation>
    </message>
</context>
<context>
    <name>ChaptersModel</name>
    <message>
        <source>not yet published</source>
        <translation>尚未刊出</translation>
    </message>
    <message>
        <source>announced for No. {number}</source>
        <translation>預告於第 {number} 期刊出</translation>
    </message>
    <message>
        <source>reading now</source>
        <translation>正在閱讀</translation>
    </message>
    <message>
        <source>read</source>
        <translation>已讀</translation>
    </message>
    <message>
        <source>unread</source>
        <translation>未讀</translation>
    </message>
</context>
<context>
    <name>ChaptersPanel</name>
    <message>
        <source>Chapters</source>
        <translation>章節</translation>
    </message>
    <message>
        <source>Talk  {speaker}</source>
        <translation>演講  {speaker}</translation>
    </message>
    <message>
        <source>{told} of {all} told · {read} read</source>
        <translation>{all} 章已刊 {told} 章 · 已讀 {read} 章</translation>
    </message>
    <message>
        <source>“{title}” is {state}.</source>
        <translation>「{title}」{state}。</translation>
    </message>
</context>
<context>
    <name>ChipRow</name>
    <message>
        <source>Filters</source>
        <translation>篩選</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>&amp;Quit</source>
        <extracomment>A separator in a menu.</extracomment>
        <translation>結束(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>複製(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Find in article</source>
        <translation>在本文中尋找(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Next match</source>
        <translation>下一處(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous match</source>
        <translation>上一處(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Larger text</source>
        <translation>放大文字(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Smaller text</source>
        <translation>縮小文字(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Normal text size</source>
        <translation>正常大小(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Contents pane</source>
        <translation>目錄窗格(&amp;C)</translation>
    </message>
    <message>
        <source>C&amp;hapters pane</source>
        <translation>章節窗格(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全螢幕(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一頁(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>下一頁(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Previous article</source>
        <translation>上一篇(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Next article</source>
        <translation>下一篇(&amp;N)</translation>
    </message>
    <message>
        <source>P&amp;revious chapter</source>
        <translation>上一章(&amp;R)</translation>
    </message>
    <message>
        <source>N&amp;ext chapter</source>
        <translation>下一章(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Search all issues</source>
        <translation>搜尋所有期數(&amp;S)</translation>
    </message>
    <message>
        <source>F&amp;ilter titles</source>
        <translation>篩選標題(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Mark article as read</source>
        <translation>切換已讀(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>鍵盤快速鍵(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Dosudo Viewer</source>
        <translation>關於 Dosudo Viewer(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>檔案(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>編輯(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>檢視(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>前往(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>說明(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>明亮(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Sepia</source>
        <translation>米黃(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>佈景主題(&amp;T)</translation>
    </message>
</context>
<context>
    <name>Completer</name>
    <message>
        <source>Completions</source>
        <translation>輸入建議</translation>
    </message>
</context>
<context>
    <name>ContentsModel</name>
    <message>
        <source>No. {number}</source>
        <extracomment>A filter that finds more than this shows the first ones only: nobody reads on.</extracomment>
        <translation>第 {number} 期</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this article</source>
        <translation>在本文中尋找</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>上一處（Shift+F3）</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>下一處（F3）</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>關閉（Esc）</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>找不到</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>第 {number} 處，共 {count} 處</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>The search is getting ready…</source>
        <extracomment>Hits asked for while typing: as many as can be seen and a few more; scrolling asks for the rest. Marking the page takes longer than showing the hits: it waits for a pause in the typing.</extracomment>
        <translation>搜尋準備中……</translation>
    </message>
</context>
<context>
    <name>Hints</name>
    <message>
        <source>Only the first {about} characters are searched.</source>
        <translation>只搜尋前 {about} 個字元。</translation>
    </message>
    <message>
        <source>There are too many operators; everything is searched as text.</source>
        <translation>運算子太多，全部當作文字搜尋。</translation>
    </message>
    <message>
        <source>“{about}:” is not a field; it is searched as text.</source>
        <translation>「{about}:」不是可用的欄位，當作文字搜尋。</translation>
    </message>
    <message>
        <source>A parenthesis without its partner is left out.</source>
        <translation>落單的括號略過不計。</translation>
    </message>
    <message>
        <source>OR needs something on both sides; it is searched as text.</source>
        <translation>OR 兩邊都要有內容；這裡當作文字搜尋。</translation>
    </message>
    <message>
        <source>“{about}” holds nothing that can be searched.</source>
        <translation>「{about}」裡沒有可以搜尋的字。</translation>
    </message>
    <message>
        <source>Only the first {about} words are searched.</source>
        <translation>只搜尋前 {about} 個詞。</translation>
    </message>
    <message>
        <source>“{about}” needs at least two letters before the star.</source>
        <translation>「{about}」的星號前至少要有兩個字母。</translation>
    </message>
    <message>
        <source>{about}: needs a value.</source>
        <translation>{about}: 後面要接一個值。</translation>
    </message>
    <message>
        <source>“{about}” cannot be read and is searched as text.</source>
        <translation>「{about}」無法解讀，當作文字搜尋。</translation>
    </message>
    <message>
        <source>The search took too long and was given up; type something more particular.</source>
        <translation>搜尋時間太久，已中止；請打得更明確些。</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>Hits over time</source>
        <translation>各時期的結果數</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} 到 {last}</translation>
    </message>
</context>
<context>
    <name>MessageStrip</name>
    <message>
        <source>Close this message</source>
        <translation>關閉這則訊息</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>No. {number}</source>
        <extracomment>Ideographs and words read in a minute, for the estimate under the title.</extracomment>
        <translation>第 {number} 期</translation>
    </message>
    <message>
        <source>Chapter {number} of {count}</source>
        <translation>第 {number} 章 / {count}</translation>
    </message>
    <message>
        <source>link lost</source>
        <translation>連結已佚</translation>
    </message>
    <message>
        <source>This picture is only on the web:</source>
        <translation>這張圖只在網路上：</translation>
    </message>
    <message>
        <source>This picture cannot be shown.</source>
        <translation>這張圖無法顯示。</translation>
    </message>
    <message>
        <source>← Previous</source>
        <translation>← 上一篇</translation>
    </message>
    <message>
        <source>Next →</source>
        <translation>下一篇 →</translation>
    </message>
    <message>
        <source>Editor {names}</source>
        <translation>編輯 {names}</translation>
    </message>
    <message>
        <source>about {n} min</source>
        <translation>約 {n} 分鐘</translation>
    </message>
    <message>
        <source>restated edition</source>
        <translation>重述版</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>Preparing the library…</source>
        <translation>正在準備書庫……</translation>
    </message>
    <message>
        <source>Preparing the library… {done} of {all}</source>
        <translation>正在準備書庫……第 {done} 期，共 {all} 期</translation>
    </message>
    <message>
        <source>The library holds no issue yet; put a folder of Markdown files into {folder}.</source>
        <translation>書庫裡還沒有任何一期；請把 Markdown 檔案的資料夾放進 {folder}。</translation>
    </message>
    <message>
        <source>({count} more; “dosudo-viewer check” lists all.)</source>
        <translation>（另有 {count} 項；用 dosudo-viewer check 可列出全部。）</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>There is no “{anchor}” in this article; this is its top.</source>
        <extracomment>How long a page that needs no scrolling is looked at before it counts as read.</extracomment>
        <translation>本文沒有「{anchor}」這個位置，已停在文章開頭。</translation>
    </message>
    <message>
        <source>Marked as read.</source>
        <translation>已標為已讀。</translation>
    </message>
    <message>
        <source>Marked as unread.</source>
        <translation>已標為未讀。</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Search all issues: 中文, English, 神经网络, CNN…</source>
        <extracomment>A narrower box has no room for the shortcut beside its placeholder.</extracomment>
        <translation>搜尋所有期數：中文、English、編輯、年份……</translation>
    </message>
    <message>
        <source>Search all issues</source>
        <translation>搜尋所有期數</translation>
    </message>
</context>
<context>
    <name>SearchPanel</name>
    <message>
        <source>Hits</source>
        <translation>搜尋結果</translation>
    </message>
    <message>
        <source>{articles} · {matches} · {ms} ms</source>
        <translation>{articles} · {matches} · {ms} ms</translation>
    </message>
    <message numerus="yes">
        <source>%n article(s)</source>
        <translation>
            <numerusform>%n 篇</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n 處</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>沒有找到</translation>
    </message>
    <message>
        <source>Order of the hits</source>
        <extracomment>How near its end the list is when more hits are asked for, in pixels.</extracomment>
        <translation>結果排序</translation>
    </message>
    <message>
        <source>Why this hit?</source>
        <translation>為什麼找到這篇？</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>最相關優先</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新優先</translation>
    </message>
    <message>
        <source>Prefer newer issues a little</source>
        <translation>略為偏好較新的期數</translation>
    </message>
    <message>
        <source>Nothing is left with these filters; take one away.</source>
        <translation>套用這些篩選後沒有結果；請拿掉一項。</translation>
    </message>
    <message>
        <source>Try fewer words, or part of a word. Traditional and Simplified find each other.</source>
        <translation>試試少打幾個字，或只打一部分；繁體與簡體可互相搜尋。</translation>
    </message>
    <message>
        <source>{articles} · {ms} ms</source>
        <translation>{articles} · {ms} ms</translation>
    </message>
    <message>
        <source>Did you mean {words}?</source>
        <translation>您要找的是 {words} 嗎？</translation>
    </message>
    <message>
        <source>Nothing holds what was typed; these are hits for {words}.</source>
        <translation>沒有完全符合的內容；以下是 {words} 的結果。</translation>
    </message>
    <message>
        <source>also searched: {name}</source>
        <translation>也找：{name}</translation>
    </message>
    <message>
        <source>Publication</source>
        <translation>刊物</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>分類</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>編輯</translation>
    </message>
    <message>
        <source>Forget this search</source>
        <translation>移除這個收藏的搜尋</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>收藏這個搜尋</translation>
    </message>
</context>
<context>
    <name>SearchStart</name>
    <message>
        <source>Searches</source>
        <translation>搜尋紀錄</translation>
    </message>
    <message>
        <source>Recent and saved searches</source>
        <translation>最近與收藏的搜尋</translation>
    </message>
    <message>
        <source>What you search for will be listed here.</source>
        <translation>搜尋過的內容會列在這裡。</translation>
    </message>
    <message>
        <source>What can be typed</source>
        <translation>可以怎麼搜尋</translation>
    </message>
    <message>
        <source>these characters in this order; 神经网络 finds them too</source>
        <translation>依此順序的這幾個字；打 神经网络 也找得到</translation>
    </message>
    <message>
        <source>both, near each other first</source>
        <translation>兩者都要有，相近的優先</translation>
    </message>
    <message>
        <source>exactly this phrase</source>
        <translation>一字不差的詞組</translation>
    </message>
    <message>
        <source>words that begin so; the last word always may go on</source>
        <translation>以此開頭的字；最後一個字本來就可以只打一半</translation>
    </message>
    <message>
        <source>either of them</source>
        <translation>任一個</translation>
    </message>
    <message>
        <source>without a word</source>
        <translation>排除某個字</translation>
    </message>
    <message>
        <source>parentheses group</source>
        <translation>用括號分組</translation>
    </message>
    <message>
        <source>in titles only</source>
        <translation>只找標題</translation>
    </message>
    <message>
        <source>by its editor; so section:, publication:, series:</source>
        <translation>依編輯；section:、publication:、series: 亦同</translation>
    </message>
    <message>
        <source>in one issue; issue:100-120 in several</source>
        <translation>某一期；issue:100-120 是多期</translation>
    </message>
    <message>
        <source>from this year, month or day on; before: until then</source>
        <translation>從該年、月或日起；before: 是在那之前</translation>
    </message>
    <message>
        <source>with pictures; so has:link, has:note</source>
        <translation>有圖；has:link、has:note 亦同</translation>
    </message>
</context>
<context>
    <name>SectionTree</name>
    <message>
        <source>Filter titles</source>
        <extracomment>Where a row&apos;s text begins, by kind.</extracomment>
        <translation>篩選標題</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>目錄</translation>
    </message>
    <message>
        <source>No title holds these words.</source>
        <translation>沒有符合的標題。</translation>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source>title</source>
        <translation>標題</translation>
    </message>
    <message>
        <source>heading</source>
        <translation>小標</translation>
    </message>
    <message>
        <source>text</source>
        <translation>內文</translation>
    </message>
    <message>
        <source>caption</source>
        <translation>圖說</translation>
    </message>
    <message>
        <source>note</source>
        <translation>編者按</translation>
    </message>
    <message>
        <source>links</source>
        <translation>連結</translation>
    </message>
    <message>
        <source>code</source>
        <translation>程式碼</translation>
    </message>
    <message>
        <source>as typed</source>
        <translation>與輸入相同</translation>
    </message>
    <message>
        <source>in another script, case or width</source>
        <translation>繁簡、大小寫或全半形不同</translation>
    </message>
    <message>
        <source>the word goes on</source>
        <translation>字尾延長</translation>
    </message>
    <message>
        <source>written together</source>
        <translation>連寫</translation>
    </message>
    <message>
        <source>another form of the word</source>
        <translation>詞形變化</translation>
    </message>
    <message>
        <source>the word of another region</source>
        <translation>各地用詞不同</translation>
    </message>
    <message>
        <source>the same thing by another name</source>
        <translation>同義詞</translation>
    </message>
    <message>
        <source>{typed} → {printed} ({kind}): {place} × {count}</source>
        <translation>{typed} → {printed}（{kind}）：{place} × {count}</translation>
    </message>
</context>
</TS>
